import { lockSegmentRow } from "@/lib/cohorts/locks/lock-segment-row";
import { inTransaction, pool } from "@/lib/kernel/database";
import { callResult, recountCalls } from "@/lib/kernel/history/call-hours";
import { CHANGED_BY_CALLS, openSegmentDay } from "./segment-days";

/**
 * Counts the history of a destination again, from the calls that are stored: who entered and left, one segment after
 * the other, then the calls. A day or hour of which less is stored than was counted keeps its count. What was wanted,
 * in Braze and owed on a past day, no row remembers: that begins now for a segment that has none.
 */
export async function recountDestination(destinationId: string): Promise<void> {
  const { rows } = await pool.query<{ id: string }>(
    "SELECT id FROM segment WHERE destination_id = $1 ORDER BY id",
    [destinationId],
  );
  for (const { id } of rows) await recountSegment(id);
  await inTransaction((sql) => recountCalls(sql, CALLS, [destinationId]));
}

async function recountSegment(segmentId: string): Promise<void> {
  await inTransaction(async (sql) => {
    await lockSegmentRow(sql, segmentId);
    await openSegmentDay(sql, segmentId);
    await sql.query(
      `INSERT INTO segment_day AS d (segment_id, day, added, removed, refused)
       SELECT $1::uuid, date_trunc('day', p.finished_at, 'UTC'), ${CHANGED_BY_CALLS}
       FROM sync y JOIN push p ON p.sync_id = y.id
       WHERE y.segment_id = $1::uuid AND p.finished_at IS NOT NULL GROUP BY 2
       ON CONFLICT (segment_id, day) DO UPDATE SET
         added = greatest(d.added, EXCLUDED.added), removed = greatest(d.removed, EXCLUDED.removed),
         refused = greatest(d.refused, EXCLUDED.refused)`,
      [segmentId],
    );
  });
}

const CALLS = `
  SELECT y.destination_id AS owner_id, p.started_at, ${callResult("p")} AS result
  FROM segment s JOIN sync y ON y.segment_id = s.id JOIN push p ON p.sync_id = y.id
  WHERE s.destination_id = $1::uuid`;
