import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { pool } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { SYNC_COLUMNS, type SyncRow, type SyncView, toSyncView } from "./sync-view";

/**
 * One sync with its progress.
 * @throws TributaryError `forbidden`; `not_found`, also for a sync of another customer
 */
export async function showSync(
  ctx: Ctx,
  { customerId, syncId }: { customerId: string; syncId: string },
): Promise<SyncView> {
  requireRole(ctx, "viewer");
  const { rows } = await pool.query<SyncRow>(
    `SELECT ${SYNC_COLUMNS} FROM sync y JOIN segment s ON s.id = y.segment_id
     WHERE y.id = $1 AND y.customer_id = $2`,
    [syncId, customerId],
  );
  if (!rows[0]) throw new TributaryError("not_found", "There is no such sync.");
  return toSyncView(rows[0]);
}
