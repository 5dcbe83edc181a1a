import type { Ctx } from "@/lib/actor";
import { pool } from "@/lib/db";
import { TributaryError } from "@/lib/errors";
import { LAST_SYNC_JOIN, SEGMENT_COLUMNS, type SegmentRow, type SegmentSummary, segmentOf } from "./columns";

/**
 * One segment with its counts.
 * @throws TributaryError `not_found`, also for a segment of another customer
 */
export async function showSegment(
  _ctx: Ctx,
  { customerId, segmentId }: { customerId: string; segmentId: string },
): Promise<SegmentSummary> {
  const { rows } = await pool.query<SegmentRow>(
    `SELECT ${SEGMENT_COLUMNS} FROM segment s ${LAST_SYNC_JOIN} WHERE s.id = $1 AND s.customer_id = $2`,
    [segmentId, customerId],
  );
  if (!rows[0]) throw new TributaryError("not_found", "There is no such segment.");
  return segmentOf(rows[0]);
}
