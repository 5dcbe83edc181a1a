import type { Sql } from "@/lib/kernel/database";
import type { OwedMember } from "./owed-members";

/**
 * Records that Braze accepted a call: each user now is in Braze what the call said, which may no longer be what is
 * wanted.
 * @param sql a transaction that has locked the segment's row
 */
export async function markAcked(sql: Sql, segmentId: string, pushed: readonly OwedMember[]): Promise<void> {
  await sql.query(
    `WITH pushed AS (
       SELECT * FROM unnest($2::text[], $3::boolean[]) AS p(user_key, wanted)
     ), before AS (
       SELECT m.user_key, m.acked FROM member m JOIN pushed p ON m.segment_id = $1 AND m.user_key = p.user_key
     ), changed AS (
       UPDATE member m SET acked = p.wanted FROM pushed p WHERE m.segment_id = $1 AND m.user_key = p.user_key
       RETURNING m.user_key, m.acked
     )
     UPDATE segment SET acked_count = acked_count + (
       SELECT count(*) FILTER (WHERE c.acked) - count(*) FILTER (WHERE b.acked)
       FROM changed c JOIN before b USING (user_key)
     ) WHERE id = $1`,
    [segmentId, pushed.map((member) => member.userKey), pushed.map((member) => member.wanted)],
  );
}
