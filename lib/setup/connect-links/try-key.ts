import { TributaryError, VendorError } from "@/lib/kernel/errors";
import { cohortClientOf } from "@/lib/vendors/braze/membership-gateway";

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
 * Tries a Data Import Key on Braze with a call that changes nothing, and puts the answer in the customer's words.
 * @param destination with the key to try as ciphertext; it need not be stored
 */
export async function tryKey(destination: {
  customerId: string;
  brazeInstance: string;
  dataImportKeyEnc: string;
}): Promise<KeyTrial> {
  try {
    const { status } = await cohortClientOf(destination).testKey();
    return { verdict: "accepted", status, message: "Braze accepts the Data Import Key.", nextAction: null };
  } catch (err) {
    if (err instanceof VendorError) return judgeRefusal(err, destination.brazeInstance);
    // The installation lacks its partner key, which the customer cannot know.
    if (err instanceof TributaryError) return { verdict: "unchecked", status: null, ...OUR_SIDE };
    throw err;
  }
}

const OUR_SIDE = {
  message: "The Data Import Key could not be tested with Braze: our side of the connection is not ready.",
  nextAction: "Tell the person who sent you this link. You do not need to enter the key again.",
};

/** What a refusal says about the customer's key. Decided by the reasons of `refusedCredential`. */
export function judgeRefusal(
  err: Pick<VendorError, "reason" | "words" | "status" | "retriable">,
  brazeInstance: string,
): KeyTrial {
  const { status, words } = err;
  if (err.retriable) {
    return {
      verdict: "unreachable",
      status,
      message: `Braze cannot check the key right now: "${words}".`,
      nextAction: "Try again in a few minutes. This link keeps working.",
    };
  }
  if (err.reason === "data_import_key" || err.reason === "unauthorized") {
    return {
      verdict: "refused",
      status,
      message: `Braze does not accept this Data Import Key: "${words}".`,
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
  return { verdict: "unchecked", status, ...OUR_SIDE };
}
