import { v7 as uuidv7 } from "uuid";
import type { Sql } from "@/lib/kernel/database";
import type { TaskState } from "@/prisma/generated/enums";
import { isUsedAgain, USED_AGAIN_AFTER_MS } from "./is-used-again";

export interface TaskOfPage {
  id: string;
  /** Newer tasks of a segment have greater orders. */
  order: bigint;
  /** How often Heap had used its name before. */
  reuse: number;
}

interface PageOfTask {
  customerId: string;
  segmentId: string;
  syncTaskId: string;
  pageNumber: number;
  tsMs: number;
  totalPages: number;
}

interface FoundTask {
  id: string;
  order: string | bigint;
  reuse: number;
  state: TaskState;
  lastSignedMs: number;
}

/**
 * Finds the task a page belongs to, or creates it: the newest task of its name, unless the page uses that name again.
 * @param sql a transaction that has locked the segment's row
 */
export async function findOrCreateTask(sql: Sql, page: PageOfTask): Promise<TaskOfPage> {
  const { rows } = await sql.query<FoundTask>(
    `SELECT id, task_order AS "order", reuse, state,
            COALESCE(last_signed, extract(epoch FROM last_page_at) * 1000)::float8 AS "lastSignedMs"
     FROM task WHERE segment_id = $1 AND sync_task_id = $2 ORDER BY reuse DESC LIMIT 1`,
    [page.segmentId, page.syncTaskId],
  );
  const [found] = rows;
  if (!found) return createTask(sql, page, 0);

  // Nearly all pages come soon after the one before: only for the others its pages are counted.
  if (page.tsMs - found.lastSignedMs > USED_AGAIN_AFTER_MS) {
    const pages = await readPages(sql, found.id, page.pageNumber);
    if (isUsedAgain({ ...found, ...pages }, page.tsMs)) return openAgain(sql, page, found.reuse + 1);
  }
  return { id: found.id, order: BigInt(found.order), reuse: found.reuse };
}

/** Which pages of a task there are. */
async function readPages(
  sql: Sql,
  taskId: string,
  pageNumber: number,
): Promise<{ hasPage: boolean; hasAllPages: boolean }> {
  const { rows } = await sql.query<{ hasPage: boolean; hasAllPages: boolean }>(
    `SELECT EXISTS (SELECT FROM page WHERE task_id = t.id AND page_number = $2) AS "hasPage",
            t.total_pages <= (SELECT count(DISTINCT p.page_number) FROM page p
                              WHERE p.task_id = t.id AND p.page_number BETWEEN 1 AND t.total_pages) AS "hasAllPages"
     FROM task t WHERE t.id = $1`,
    [taskId, pageNumber],
  );
  return rows[0] ?? { hasPage: false, hasAllPages: false };
}

async function openAgain(sql: Sql, page: PageOfTask, reuse: number): Promise<TaskOfPage> {
  await sql.query("UPDATE segment SET reused_tasks = reused_tasks + 1 WHERE id = $1", [page.segmentId]);
  return createTask(sql, page, reuse);
}

/** Its order is the time at which its first page was signed; if another task has that millisecond, the next free one. */
async function createTask(sql: Sql, page: PageOfTask, reuse: number): Promise<TaskOfPage> {
  const id = uuidv7();
  const made = await sql.query<{ order: string | bigint }>(
    `INSERT INTO task (id, customer_id, segment_id, sync_task_id, total_pages, task_order, reuse, last_signed)
     SELECT $1, $2, $3, $4, $5, free.task_order, $7, $6
     FROM (
       SELECT $6::bigint AS task_order
       UNION ALL
       SELECT task_order + 1 FROM task WHERE segment_id = $3 AND task_order >= $6
     ) free
     WHERE NOT EXISTS (SELECT FROM task t WHERE t.segment_id = $3 AND t.task_order = free.task_order)
     ORDER BY free.task_order LIMIT 1
     RETURNING task_order AS "order"`,
    [id, page.customerId, page.segmentId, page.syncTaskId, page.totalPages, page.tsMs, reuse],
  );
  return { id, order: BigInt(made.rows[0]?.order ?? page.tsMs), reuse };
}

/** What a page adds to its task. */
interface NotedPage {
  totalPages: number;
  tsMs: number;
  entries: number;
  untaken: number;
  repeated: number;
  trimmed: number;
}

/**
 * Records a new page: the task is receiving (again), its number of pages is the highest that any page announced, and its
 * counts are the sums of its pages.
 */
export async function notePageOfTask(sql: Sql, taskId: string, page: NotedPage): Promise<void> {
  await sql.query(
    `UPDATE task SET state = 'receiving', last_page_at = now(), total_pages = GREATEST(total_pages, $2::int),
            last_signed = GREATEST(last_signed, $3::bigint), entries = entries + $4, untaken = untaken + $5,
            repeated = repeated + $6, trimmed = trimmed + $7
     WHERE id = $1`,
    [taskId, page.totalPages, page.tsMs, page.entries, page.untaken, page.repeated, page.trimmed],
  );
}
