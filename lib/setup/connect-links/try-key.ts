import { TributaryError, VendorError } from "@/lib/kernel/errors";
import { BRAZE_KEYS } from "@/lib/vendors/braze/destination-kinds";
import { keyTesterOf } from "@/lib/vendors/braze/membership-gateway";
import type { DestinationKind } from "@/prisma/generated/enums";

/**
 * The result of trying a key.
 * - `accepted`: Braze accepts it
 * - `refused`: the key is wrong, or for another workspace; the customer can fix it
 * - `unreachable`: Braze does not answer now
 * - `unchecked`: a problem on our side or Braze's, so Braze says nothing about the key
 */
type KeyVerdict = "accepted" | "refused" | "unreachable" | "unchecked";

export interface KeyTrial {
  verdict: KeyVerdict;
  /** HTTP status; null without an answer. */
  status: number | null;
  /** A message for the customer. */
  message: string;
  nextAction: string | null;
}

/**
 * Tries the key with which a destination writes on Braze with a call that changes nothing, and puts the answer in the customer's words.
 * @param destination with the key to try as ciphertext; it need not be stored
 */
export async function tryKey(destination: Parameters<typeof keyTesterOf>[0]): Promise<KeyTrial> {
  const { name } = BRAZE_KEYS[destination.kind];
  try {
    const { status } = await keyTesterOf(destination).testKey();
    return { verdict: "accepted", status, message: `Braze accepts the ${name}.`, nextAction: null };
  } catch (err) {
    if (err instanceof VendorError) return judgeRefusal(err, destination);
    // The installation lacks its partner key, which the customer cannot know.
    if (err instanceof TributaryError) return { verdict: "unchecked", status: null, ...ourSide(name) };
    throw err;
  }
}

function ourSide(keyName: string) {
  return {
    message: `The ${keyName} could not be tested with Braze: our side of the connection is not ready.`,
    nextAction: "Tell the person who sent you this link. You do not need to enter the key again.",
  };
}

/** What a refusal says about the customer's key. Decided by the reasons of the two clients. */
export function judgeRefusal(
  err: Pick<VendorError, "reason" | "words" | "status" | "retriable">,
  { kind, brazeInstance }: { kind: DestinationKind; brazeInstance: string },
): KeyTrial {
  const { status, words } = err;
  const { name } = BRAZE_KEYS[kind];
  if (err.retriable) {
    return {
      verdict: "unreachable",
      status,
      message: `Braze cannot check the key right now: “${words}”.`,
      nextAction: "Try again in a few minutes. This link keeps working.",
    };
  }
  if (err.reason === "rest_permission") {
    return {
      verdict: "refused",
      status,
      message: `This REST API key lacks the permission users.track: “${words}”.`,
      nextAction:
        "The permissions of a key cannot be changed. Create another one with users.track and users.export.ids, and enter that. This link keeps working.",
    };
  }
  if (err.reason === "data_import_key" || err.reason === "unauthorized" || err.reason === "rest_api_key") {
    return {
      verdict: "refused",
      status,
      message: `Braze does not accept this ${name}: “${words}”.`,
      nextAction: `Copy the key again from the Braze workspace on ${brazeInstance}, and try again. This link keeps working.`,
    };
  }
  if (err.reason === "not_enabled") {
    return {
      verdict: "unchecked",
      status,
      message: "Braze has not enabled the import of Heap segments for your workspace yet.",
      nextAction:
        "Ask your Braze account manager to enable the Heap cohort import for it. You do not need to enter the key again.",
    };
  }
  if (err.reason === "rest_plan") {
    return {
      verdict: "unchecked",
      status,
      message: `Braze says that your plan or account is not active: “${words}”.`,
      nextAction: "Ask your Braze account manager. You do not need to enter the key again.",
    };
  }
  return { verdict: "unchecked", status, ...ourSide(name) };
}
