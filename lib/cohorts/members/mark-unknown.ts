import type { Sql } from "@/lib/kernel/database";

/**
 * Records that Braze may or may not have accepted a call with these users: they are owed again, whatever is wanted
 * for them.
 * @param sql a transaction that has locked the segment's row
 */
export async function markUnknown(sql: Sql, segmentId: string, userKeys: readonly string[]): Promise<void> {
  await sql.query(
    `WITH before AS (
       SELECT count(*) AS acked FROM member WHERE segment_id = $1 AND user_key = ANY ($2::text[]) AND acked
     ), forgotten AS (
       UPDATE member SET acked = NULL WHERE segment_id = $1 AND user_key = ANY ($2::text[]) AND acked IS NOT NULL
     )
     UPDATE segment SET acked_count = acked_count - before.acked FROM before WHERE id = $1`,
    [segmentId, userKeys],
  );
}
