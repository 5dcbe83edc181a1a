import { type Ctx, requireRole } from "@/lib/actor";
import { pool } from "@/lib/db";
import { TributaryError } from "@/lib/errors";
import { readSyncs } from "@/lib/syncs/list-syncs";
import { LAST_SYNC_JOIN, SEGMENT_COLUMNS, type SegmentRow, toSegmentView } from "./columns";
import { listSegmentDestinations } from "./list-destinations";
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
