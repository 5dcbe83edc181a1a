import { randomUUID } from "node:crypto";
import { pool, prisma } from "@/lib/kernel/database";
import { encryptSecret } from "@/lib/kernel/secrets/encrypt";
import { runDeletionSlice } from "@/lib/privacy/deletions/run-deletion-slice";
import { runErasureSlice } from "@/lib/privacy/erasures/run-erasure-slice";
import { heapApiKeyOf } from "@/sandbox/heap/delete-users";

/** For tests: a request to delete a user, as Braze posts it. */
export function deletionOf(brazeId: string | null, id = randomUUID()) {
  return {
    id,
    event_type: "users.UserDeleteRequest",
    time: 1_790_000_100,
    user: { user_id: brazeId },
    properties: {},
  };
}

/** A merge of two users, as Braze posts it. */
export function mergeOf(goneId: string, staysId: string) {
  return {
    id: randomUUID(),
    event_type: "users.UserOrphan",
    time: 1_790_000_050,
    user: { user_id: goneId },
    properties: { orphaned_by_id: staysId },
  };
}

/** Gives a source the sandbox's Heap API key, and switches carrying out deletions on. */
export async function carryOut(source: { id: string; customerId: string }, heapAppId: string): Promise<void> {
  const place = { customerId: source.customerId, field: "heap_api_key" } as const;
  await prisma.source.update({
    where: { id: source.id },
    data: { carriesOutDeletions: true, heapApiKeyEnc: encryptSecret(heapApiKeyOf(heapAppId), place) },
  });
}

/** The only request of a customer. */
export function requestOf(customerId: string) {
  return prisma.deletionRequest.findFirstOrThrow({ where: { customerId } });
}

/** The steps of a request, as `party: state`. */
export async function stepsOf(deletionRequestId: string): Promise<string[]> {
  const steps = await prisma.deletionStep.findMany({
    where: { deletionRequestId },
    orderBy: { party: "asc" },
  });
  return steps.map(({ party, state }) => `${party}: ${state}`);
}

/** Makes the time until the next attempt pass. */
export async function passDeletionTime(deletionRequestId: string): Promise<void> {
  await pool.query(
    "UPDATE deletion_step SET next_at = now() - interval '1 s' WHERE deletion_request_id = $1",
    [deletionRequestId],
  );
}

/** Runs a deletion and its erasures until it is over or waits for a person; skips waits. */
export async function runDeletion(deletionRequestId: string): Promise<void> {
  for (let count = 0; count < 100; count++) {
    await passDeletionTime(deletionRequestId);
    const slice = await runDeletionSlice(deletionRequestId);
    for (const { erasureId } of slice.erasures) await runErasureSlice(erasureId);
    if (slice.done) return;
  }
  throw new Error("the deletion does not end");
}
