import { readSyncs } from "@/lib/cohorts/syncs/list-syncs";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { pool } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { listSegmentDestinations } from "./list-segment-destinations";
import { LAST_SYNC_JOIN, SEGMENT_COLUMNS, type SegmentRow, toSegmentView } from "./segment-columns";
import type { ShownSegmentView } from "./segment-view";

/**
 * One segment with its counts, its newest sync and its destination.
 * @throws TributaryError `forbidden`; `not_found`, also for a segment of another customer
 */
export async function showSegment(
  ctx: Ctx,
  { customerId, segmentId }: { customerId: string; segmentId: string },
): Promise<ShownSegmentView> {
  requireRole(ctx, "viewer");
  const { rows } = await pool.query<SegmentRow>(
    `SELECT ${SEGMENT_COLUMNS} FROM segment s ${LAST_SYNC_JOIN} WHERE s.id = $1 AND s.customer_id = $2`,
    [segmentId, customerId],
  );
  const [row] = rows;
  if (!row) throw new TributaryError("not_found", "There is no such segment.");

  const [syncs, [destination]] = await Promise.all([
    readSyncs(row.lastSyncId ? [row.lastSyncId] : []),
    listSegmentDestinations(customerId, row.destinationId),
  ]);
  if (!destination) throw new TributaryError("not_found", "There is no such segment.");
  return { ...toSegmentView(row, syncs), destination };
}
