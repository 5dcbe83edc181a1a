import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { type ReplayView, toReplayView } from "./replay-view";

/**
 * Cancels a replay: a waiting one at once, a running one before its next call. What it has sent stays sent.
 * @throws TributaryError `forbidden`, `not_found`, `conflict` when it is already over
 */
export async function cancelReplay(
  ctx: Ctx,
  input: { customerId: string; replayId: string },
): Promise<ReplayView> {
  requireRole(ctx, "csm");
  return prisma.$transaction(async (tx) => {
    const found = await tx.replay.findFirst({ where: { id: input.replayId, customerId: input.customerId } });
    if (!found) throw new TributaryError("not_found", "There is no such replay.");

    const now = new Date();
    const waiting = await tx.replay.updateMany({
      where: { id: found.id, state: "queued" },
      data: { state: "cancelled", cancelRequestedAt: now, finishedAt: now },
    });
    const running = await tx.replay.updateMany({
      where: { id: found.id, state: "running" },
      data: { cancelRequestedAt: now },
    });
    if (waiting.count + running.count === 0)
      throw new TributaryError("conflict", "The replay has already ended.");

    await recordAudit(tx, ctx, {
      action: "replay.cancelled",
      customerId: input.customerId,
      subjectKind: "source",
      subjectId: found.sourceId,
      after: { replayId: found.id, done: found.done, total: found.total },
    });
    return toReplayView(await tx.replay.findUniqueOrThrow({ where: { id: found.id } }));
  });
}
