import { lockSegmentRow } from "@/lib/cohorts/locks/lock-segment-row";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma, sqlOf, TRANSACTION_OPTIONS } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";

/**
 * Cancels a sync: a waiting one at once, a running one before its next call. What it did not push stays owed.
 * @throws TributaryError `not_found`; `conflict` when it is already over; `forbidden` for a viewer
 */
export async function cancelSync(
  ctx: Ctx,
  { customerId, syncId }: { customerId: string; syncId: string },
): Promise<{ state: "cancelled" | "running" }> {
  requireRole(ctx, "csm");

  return prisma.$transaction(async (tx) => {
    const sync = await tx.sync.findFirst({ where: { id: syncId, customerId } });
    if (!sync) throw new TributaryError("not_found", "There is no such sync.");

    const sql = sqlOf(tx);
    await lockSegmentRow(sql, sync.segmentId, customerId);
    const { rows } = await sql.query<{ state: "cancelled" | "running" }>(
      `UPDATE sync SET cancel_requested_at = COALESCE(cancel_requested_at, now()),
              finished_at = CASE WHEN state = 'queued' THEN now() END,
              state = CASE WHEN state = 'queued' THEN 'cancelled' ELSE state END
       WHERE id = $1::uuid AND state IN ('queued', 'running') RETURNING state`,
      [syncId],
    );
    if (!rows[0]) throw new TributaryError("conflict", "The sync has already ended.");
    // Otherwise the end of a pause would begin again what a person has stopped.
    await sql.query("UPDATE segment SET clear_asked_at = NULL WHERE id = $1::uuid", [sync.segmentId]);

    await recordAudit(tx, ctx, {
      action: "sync.cancelled",
      customerId,
      subjectKind: "sync",
      subjectId: syncId,
      before: { state: sync.state },
      after: { state: rows[0].state },
    });
    return { state: rows[0].state };
  }, TRANSACTION_OPTIONS);
}
