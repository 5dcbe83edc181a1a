import { countPushes, openSegmentDay } from "@/lib/cohorts/history/segment-days";
import type { Sql } from "@/lib/kernel/database";

/**
 * Forgets what Braze has of a segment, so that everybody is owed again: for a resync, when users are matched by another
 * identifier, and for another workspace. A call under way is based on the old state, so it no longer counts either; and the
 * slice at work begins no further one, since it has read identifier and credentials before.
 * @param sql a transaction that has locked the segment's row, and the rows of all others that it will change
 */
export async function forgetAcked(
  sql: Sql,
  segmentId: string,
  because = "A resync or another identifier was requested during this call.",
): Promise<void> {
  await openSegmentDay(sql, segmentId);
  const { rows: closed } = await sql.query<{ id: string }>(
    `UPDATE push SET state = 'failed', user_keys = '{}', finished_at = now(),
                     words = $2
     WHERE segment_id = $1 AND state = 'sending' RETURNING id`,
    [segmentId, because],
  );
  await sql.query(
    `UPDATE member SET acked = NULL, refused = NULL
     WHERE segment_id = $1 AND (acked IS NOT NULL OR refused IS NOT NULL)`,
    [segmentId],
  );
  await sql.query("UPDATE sync SET slice_id = NULL WHERE segment_id = $1 AND state = 'running'", [segmentId]);
  await sql.query("UPDATE segment SET acked_count = 0 WHERE id = $1", [segmentId]);
  await countPushes(
    sql,
    closed.map(({ id }) => id),
  );
}
