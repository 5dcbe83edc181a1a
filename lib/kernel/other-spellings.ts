import { trimUnseen } from "@/lib/kernel/trim-unseen";

/** As many other spellings are offered at most. */
export const MOST_SPELLINGS = 5;

/**
 * How else an id is often written: without white space around it, in lower case, in upper case, with one capital letter
 * at the beginning. The text itself is not among them. Pure.
 */
export function otherSpellings(text: string): string[] {
  const id = trimUnseen(text);
  const lower = id.toLowerCase();
  const spellings = new Set([id, lower, id.toUpperCase(), lower.charAt(0).toUpperCase() + lower.slice(1)]);
  spellings.delete(text);
  spellings.delete("");
  return [...spellings];
}
