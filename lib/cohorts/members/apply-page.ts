import type { Sql } from "@/lib/kernel/database";

// `before` and `applied` see the same snapshot, and members change only under the lock of the segment's row: the
// difference between the two is exactly what the page changed.
const APPLY_PAGE = `
  WITH named AS (
    SELECT user_key, true AS wanted FROM unnest($3::text[]) AS added(user_key)
    UNION ALL
    SELECT user_key, false FROM unnest($4::text[]) AS removed(user_key)
  ), before AS (
    SELECT m.user_key, m.wanted FROM named n JOIN member m ON m.segment_id = $1 AND m.user_key = n.user_key
  ), applied AS (
    INSERT INTO member AS m (segment_id, user_key, wanted, acked, task_order)
    SELECT $1, user_key, wanted, false, $2 FROM named
    ON CONFLICT (segment_id, user_key) DO UPDATE SET
      wanted = EXCLUDED.wanted,
      task_order = EXCLUDED.task_order,
      refused = CASE WHEN m.wanted = EXCLUDED.wanted THEN m.refused END,
      attribute_state = CASE WHEN EXCLUDED.wanted AND m.attribute_state = 'clearing' THEN 'present'
                             ELSE m.attribute_state END
    WHERE m.task_order < EXCLUDED.task_order
      OR (m.task_order = EXCLUDED.task_order AND m.wanted AND NOT EXCLUDED.wanted)
    RETURNING m.user_key, m.wanted
  ), counted AS (
    SELECT count(*) FILTER (WHERE a.wanted) - count(*) FILTER (WHERE b.wanted) AS change
    FROM applied a LEFT JOIN before b USING (user_key)
  )
  UPDATE segment SET wanted_count = wanted_count + counted.change FROM counted WHERE id = $1`;

/**
 * Applies one page to a segment's wanted members and to `wanted_count`, in one statement. Only users decided by an
 * older task change; a user whose first mention is a removal gets a row too, which wards off late pages of older
 * tasks. See membership-model.ts for the rule.
 * @param page each user key once across both lists
 * @param sql a transaction that has locked the segment's row
 */
export async function applyPage(
  sql: Sql,
  page: { segmentId: string; taskOrder: bigint; add: readonly string[]; remove: readonly string[] },
): Promise<void> {
  await sql.query(APPLY_PAGE, [page.segmentId, page.taskOrder, page.add, page.remove]);
}
