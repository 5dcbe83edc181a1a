import { prisma } from "@/lib/kernel/database";
import { env } from "@/lib/kernel/env";
import { VendorError } from "@/lib/kernel/errors";
import { decryptSecret } from "@/lib/kernel/secrets/encrypt";
import { deleteBrazeUsers } from "@/lib/vendors/braze/delete-client";
import { brazeHost } from "@/lib/vendors/braze/instances";
import type { DeletionStep } from "@/prisma/generated/client";
import type { RunningDeletion } from "./load-deletion";
import { type StepOutcome, tryLater } from "./record-step";

const BY_HAND = "Check in Braze that the user is deleted there.";

/**
 * Has Braze delete the person by Braze's own ids. The request came from Braze, so a key that may not do this is no fault:
 * then a person has to look.
 */
export async function deleteInBraze(deletion: RunningDeletion, step: DeletionStep): Promise<StepOutcome> {
  const { customerId, ids } = deletion;
  const destination = await prisma.destination.findFirst({ where: { id: step.subjectId, customerId } });
  if (!destination?.restApiKeyEnc)
    return { state: "left", words: `The destination no longer has a REST API key. ${BY_HAND}` };
  if (ids.brazeIds.length === 0)
    return { state: "left", words: `Braze’s request does not contain Braze’s own ID. ${BY_HAND}` };

  const { SANDBOX_URL } = env();
  try {
    await deleteBrazeUsers({
      baseUrl: brazeHost(destination.brazeInstance, SANDBOX_URL),
      restApiKey: decryptSecret(destination.restApiKeyEnc, { customerId, field: "rest_api_key" }),
      brazeIds: ids.brazeIds,
    });
    return { state: "done", words: "Braze has accepted the request to delete the user." };
  } catch (err) {
    if (!(err instanceof VendorError)) throw err;
    if (err.retriable) return tryLater(step, err);
    if (err.kind !== "unauthorized")
      return { state: "failed", words: `Braze refused the request: “${err.words}”. ${BY_HAND}` };
    return {
      state: "left",
      words: `Braze refused the request: “${err.words}”. The destination’s REST API key is not allowed to delete users, and a key’s permissions cannot be changed: create a new key with the permission users.delete. ${BY_HAND}`,
    };
  }
}
