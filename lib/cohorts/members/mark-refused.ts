import type { Sql } from "@/lib/kernel/database";
import type { OwedMember } from "./owed-members";

/**
 * Records that Braze refused these users, each with its words: they are not owed until Heap says something new about
 * them, or their segment is turned on again. One that has changed since the call is left alone, unless its attribute was to be taken
 * away whatever Heap says.
 * @param sql a transaction that has locked the segment's row
 */
export async function markRefused(
  sql: Sql,
  segmentId: string,
  refused: readonly (OwedMember & { words: string })[],
): Promise<void> {
  await sql.query(
    `UPDATE member m SET refused = r.words
     FROM unnest($2::text[], $3::boolean[], $4::text[], $5::boolean[]) AS r(user_key, wanted, words, clears)
     WHERE m.segment_id = $1 AND m.user_key = r.user_key AND (m.wanted = r.wanted OR r.clears)`,
    [
      segmentId,
      refused.map((member) => member.userKey),
      refused.map((member) => member.wanted),
      refused.map((member) => member.words),
      refused.map((member) => member.clears),
    ],
  );
}
