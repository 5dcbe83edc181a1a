import { v7 as uuidv7 } from "uuid";
import type { Sql } from "@/lib/kernel/database";

export interface TaskOfPage {
  id: string;
  /** Newer tasks of a segment have greater orders. */
  order: bigint;
}

/**
 * Finds the task a page belongs to, or creates it. Its order is the time at which its first page was signed; if
 * another task of the segment has that millisecond, the next free one.
 * @param sql a transaction that has locked the segment's row
 */
export async function findOrCreateTask(
  sql: Sql,
  page: { customerId: string; segmentId: string; syncTaskId: string; tsMs: number; totalPages: number },
): Promise<TaskOfPage> {
  const { rows } = await sql.query<{ id: string; order: string | bigint }>(
    `SELECT id, task_order AS "order" FROM task WHERE segment_id = $1 AND sync_task_id = $2`,
    [page.segmentId, page.syncTaskId],
  );
  if (rows[0]) return { id: rows[0].id, order: BigInt(rows[0].order) };

  const id = uuidv7();
  const made = await sql.query<{ order: string | bigint }>(
    `INSERT INTO task (id, customer_id, segment_id, sync_task_id, total_pages, task_order)
     SELECT $1, $2, $3, $4, $5, free.task_order
     FROM (
       SELECT $6::bigint AS task_order
       UNION ALL
       SELECT task_order + 1 FROM task WHERE segment_id = $3 AND task_order >= $6
     ) free
     WHERE NOT EXISTS (SELECT FROM task t WHERE t.segment_id = $3 AND t.task_order = free.task_order)
     ORDER BY free.task_order LIMIT 1
     RETURNING task_order AS "order"`,
    [id, page.customerId, page.segmentId, page.syncTaskId, page.totalPages, page.tsMs],
  );
  return { id, order: BigInt(made.rows[0]?.order ?? page.tsMs) };
}

/**
 * Records a new page: the task is receiving (again), and its number of pages is the highest that any page announced.
 */
export async function notePageOfTask(sql: Sql, taskId: string, totalPages: number): Promise<void> {
  await sql.query(
    `UPDATE task SET state = 'receiving', last_page_at = now(), total_pages = GREATEST(total_pages, $2::int)
     WHERE id = $1`,
    [taskId, totalPages],
  );
}
