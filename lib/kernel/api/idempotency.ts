import type { Ctx } from "@/lib/kernel/actor";
import type { Transaction } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";

/** A creation that may be repeated: the caller's key, and the SHA-256 of method, path and body. */
export interface Once {
  key: string;
  digest: Uint8Array<ArrayBuffer>;
}

/**
 * Claims the key for the creation of `subjectId`, inside its transaction. A second request with the same key waits
 * here until the first has committed or failed.
 * @returns null when this request is the one that creates; otherwise the id that the earlier request created
 * @throws TributaryError `conflict` when the key was used for another request
 */
export async function claimOnce(
  tx: Transaction,
  ctx: Ctx,
  once: Once | undefined,
  subjectId: string,
): Promise<string | null> {
  if (!once) return null;

  const actorId = ctx.actor.kind === "system" ? "system" : `${ctx.actor.kind}:${ctx.actor.id}`;
  const claimed = await tx.idempotentAnswer.createMany({
    data: [{ actorId, key: once.key, digest: once.digest, subjectId }],
    skipDuplicates: true,
  });
  if (claimed.count === 1) return null;

  const earlier = await tx.idempotentAnswer.findUniqueOrThrow({
    where: { actorId_key: { actorId, key: once.key } },
  });
  if (Buffer.compare(earlier.digest, once.digest) !== 0) {
    throw new TributaryError(
      "conflict",
      "This Idempotency-Key was used for another request. Use a new key for a new request.",
    );
  }
  return earlier.subjectId;
}
