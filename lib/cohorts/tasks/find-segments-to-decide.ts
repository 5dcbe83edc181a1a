import { pool } from "@/lib/kernel/database";

/** Heap does not say when it gives up on a page; a task that gets none for this long counts as incomplete. */
export const QUIET_SECONDS = 120;

/** So many are decided in one run. */
export const MAX_SEGMENTS_TO_DECIDE = 200;

/**
 * The segments of a customer with a task that can be decided: all its pages are there, or it has been quiet for too
 * long. At most `MAX_SEGMENTS_TO_DECIDE`, those that have waited longest first.
 */
export async function findSegmentsToDecide(customerId: string): Promise<string[]> {
  const { rows } = await pool.query<{ segmentId: string }>(
    `SELECT t.segment_id AS "segmentId" FROM task t
     WHERE t.customer_id = $1 AND t.state = 'receiving' AND (
       t.last_page_at < now() - make_interval(secs => $2)
       OR t.total_pages <= (SELECT count(DISTINCT p.page_number) FROM page p
                            WHERE p.task_id = t.id AND p.page_number BETWEEN 1 AND t.total_pages)
     )
     GROUP BY t.segment_id ORDER BY min(t.last_page_at) LIMIT $3`,
    [customerId, QUIET_SECONDS, MAX_SEGMENTS_TO_DECIDE],
  );
  return rows.map((row) => row.segmentId);
}

/** Customers with a task that has been quiet for too long without being decided: the sweep sends them again. */
export async function findReceivingCustomers(): Promise<string[]> {
  const { rows } = await pool.query<{ customerId: string }>(
    `SELECT DISTINCT customer_id AS "customerId" FROM task
     WHERE state = 'receiving' AND last_page_at < now() - make_interval(secs => $1)`,
    [QUIET_SECONDS],
  );
  return rows.map((row) => row.customerId);
}
