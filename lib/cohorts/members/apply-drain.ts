import type { Sql } from "@/lib/kernel/database";

/**
 * Empties a segment of everybody added by tasks up to this order, and records that order: late pages of those tasks
 * change nothing. Braze still has the members until a sync removes them.
 * @param sql a transaction that has locked the segment's row
 */
export async function applyDrain(sql: Sql, drain: { segmentId: string; taskOrder: bigint }): Promise<void> {
  await sql.query(
    `WITH left_segment AS (
       UPDATE member SET wanted = false, refused = NULL
       WHERE segment_id = $1 AND wanted AND task_order <= $2 RETURNING 1
     )
     UPDATE segment SET drained_order = $2, wanted_count = wanted_count - (SELECT count(*) FROM left_segment)
     WHERE id = $1`,
    [drain.segmentId, drain.taskOrder],
  );
}
