import type { Sql } from "@/lib/kernel/database";

/**
 * Lets the forms of user keys go that older versions kept with the space around them, now that Heap names them again and
 * they are taken without it. Otherwise Braze would keep those forms forever.
 * @param change the keys as Heap wrote them
 * @param sql a transaction that has locked the segment's row
 */
export async function retireUntrimmed(
  sql: Sql,
  change: { segmentId: string; taskOrder: bigint; untrimmed: readonly string[] },
): Promise<void> {
  if (change.untrimmed.length === 0) return;
  await sql.query(
    `WITH retired AS (
       UPDATE member SET wanted = false, refused = NULL, task_order = $2
       WHERE segment_id = $1 AND user_key = ANY ($3::text[]) AND wanted AND task_order <= $2 RETURNING 1
     )
     UPDATE segment SET wanted_count = wanted_count - (SELECT count(*) FROM retired) WHERE id = $1`,
    [change.segmentId, change.taskOrder, change.untrimmed],
  );
}
