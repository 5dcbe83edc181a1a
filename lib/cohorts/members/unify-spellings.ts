import type { Sql } from "@/lib/kernel/database";
import {
  type AddressKind,
  EMAIL_PATTERN,
  isAddressKind,
  normalForm,
  PHONE_PATTERN,
} from "@/lib/vendors/braze/address-forms";
import type { IdentifierKind } from "@/prisma/generated/enums";

/** Members read and changed at a time. */
const CHUNK = 5_000;

const PATTERNS: Record<AddressKind, string> = { email: EMAIL_PATTERN, phone: PHONE_PATTERN };

/**
 * Gives the members of a segment whose ids are addresses from now on the one spelling under which addresses are kept. Spellings of one
 * address become one member, as if the pages had named it so: the newest task decides, and within one task leaving does; but who is being erased
 * under one of them stays erased. What is no address stays as it is, and is refused by the next sync.
 * @param kind how the segment's users are identified from now on
 * @param sql a transaction that has locked the segment's row, and forgotten what Braze has (`forgetAcked`)
 */
export async function unifySpellings(sql: Sql, segmentId: string, kind: IdentifierKind): Promise<void> {
  if (!isAddressKind(kind)) return;

  let isChanged = false;
  for (let afterKey = ""; ; ) {
    const { rows } = await sql.query<{ userKey: string }>(
      `SELECT m.user_key AS "userKey" FROM member m
       WHERE m.segment_id = $1::uuid AND m.user_key > $2 AND m.user_key !~ $3 ORDER BY m.user_key LIMIT $4`,
      [segmentId, afterKey, PATTERNS[kind], CHUNK],
    );
    const spelled = rows
      .map(({ userKey }) => ({ before: userKey, after: normalForm(kind, userKey) }))
      .filter(({ before, after }) => before !== after);
    const last = rows.at(-1);
    if (!last) break;
    if (spelled.length > 0) {
      isChanged = true;
      await sql.query(MERGE, [
        segmentId,
        spelled.map(({ before }) => before),
        spelled.map(({ after }) => after),
        afterKey,
        last.userKey,
      ]);
    }
    if (rows.length < CHUNK) break;
    afterKey = last.userKey;
  }
  if (!isChanged) return;
  await sql.query(
    `UPDATE segment SET wanted_count = (SELECT count(*) FROM member m WHERE m.segment_id = segment.id AND m.wanted)
     WHERE id = $1::uuid`,
    [segmentId],
  );
}

// The spellings before and after have no key in common, so no row is deleted and changed by the same statement. The bounds of the chunk
// ($4, $5) say nothing new to it, but keep PostgreSQL from reading the whole segment for each.
const MERGE = `
  WITH spelled AS (
    SELECT * FROM unnest($2::text[], $3::text[]) AS s (before, after)
  ), gone AS (
    DELETE FROM member m USING spelled s WHERE m.segment_id = $1::uuid AND m.user_key = s.before
      AND m.user_key > $4 AND m.user_key <= $5
    RETURNING s.after AS user_key, m.wanted, m.task_order, m.attribute_state
  ), merged AS (
    SELECT DISTINCT ON (user_key) user_key, wanted, max(task_order) OVER (PARTITION BY user_key) AS task_order,
           max(attribute_state) OVER (PARTITION BY user_key) AS attribute_state
    FROM gone g
    ORDER BY user_key, (g.attribute_state = 'clearing' AND NOT g.wanted) DESC, g.task_order DESC, g.wanted
  )
  INSERT INTO member AS m (segment_id, user_key, wanted, acked, task_order, attribute_state)
  SELECT $1::uuid, user_key, wanted, NULL, task_order,
         CASE WHEN wanted AND attribute_state = 'clearing' THEN 'present' ELSE attribute_state END
  FROM merged
  ON CONFLICT (segment_id, user_key) DO UPDATE SET
    wanted = CASE WHEN NOT m.wanted AND m.attribute_state = 'clearing'
                    OR NOT EXCLUDED.wanted AND EXCLUDED.attribute_state = 'clearing' THEN false
                  WHEN EXCLUDED.task_order > m.task_order
                    OR (EXCLUDED.task_order = m.task_order AND NOT EXCLUDED.wanted) THEN EXCLUDED.wanted ELSE m.wanted END,
    task_order = greatest(m.task_order, EXCLUDED.task_order),
    attribute_state = greatest(m.attribute_state, EXCLUDED.attribute_state)`;
