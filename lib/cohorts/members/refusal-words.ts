import { counted } from "@/lib/kernel/words";

/**
 * Who refused members, as the beginning of a sentence: Braze, or Tributary, which does not send what is not an address. Pure.
 * @param unfit of the refused, those that were not sent
 */
export function refusalWords({ refused, unfit }: { refused: number; unfit: number }): string {
  const notSent = "because their ID is not an email address or phone number";
  const byBraze = refused - unfit;
  if (unfit === 0) return `Braze refused ${counted(refused, "member")}`;
  if (byBraze === 0)
    return `${counted(unfit, "member")} ${unfit === 1 ? "was" : "were"} not sent, ${notSent}`;
  return `Braze refused ${counted(byBraze, "member")}, and ${unfit} more ${unfit === 1 ? "was" : "were"} not sent, ${notSent}`;
}
