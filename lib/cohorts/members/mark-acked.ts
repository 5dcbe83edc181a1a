import type { Sql } from "@/lib/kernel/database";
import type { DestinationKind } from "@/prisma/generated/enums";
import type { OwedMember } from "./owed-members";

/**
 * Records that Braze accepted a call: each user now is in Braze what the call said, which may no longer be what is
 * wanted. An erasure that began during the call still wants the attribute taken away: after a `false` its member is owed again.
 * @param kind of the destination: an attribute that is `false` is still there
 * @param sql a transaction that has locked the segment's row
 */
export async function markAcked(
  sql: Sql,
  segmentId: string,
  kind: DestinationKind,
  pushed: readonly OwedMember[],
): Promise<void> {
  await sql.query(
    `WITH pushed AS (
       SELECT * FROM unnest($2::text[], $3::boolean[], $4::boolean[]) AS p(user_key, wanted, clears)
     ), before AS (
       SELECT m.user_key, m.acked FROM member m JOIN pushed p ON m.segment_id = $1 AND m.user_key = p.user_key
     ), changed AS (
       UPDATE member m SET
         acked = CASE WHEN p.wanted OR p.clears OR m.attribute_state <> 'clearing' THEN p.wanted END,
         attribute_state = CASE WHEN $5::destination_kind = 'cohort' THEN m.attribute_state
                                WHEN p.clears THEN 'absent'
                                WHEN m.attribute_state = 'clearing' AND NOT m.wanted THEN 'clearing'
                                ELSE 'present' END::attribute_state
       FROM pushed p WHERE m.segment_id = $1 AND m.user_key = p.user_key
       RETURNING m.user_key, m.acked
     )
     UPDATE segment SET acked_count = acked_count + (
       SELECT count(*) FILTER (WHERE c.acked) - count(*) FILTER (WHERE b.acked)
       FROM changed c JOIN before b USING (user_key)
     ) WHERE id = $1`,
    [
      segmentId,
      pushed.map((member) => member.userKey),
      pushed.map((member) => member.wanted),
      pushed.map((member) => member.clears),
      kind,
    ],
  );
}
