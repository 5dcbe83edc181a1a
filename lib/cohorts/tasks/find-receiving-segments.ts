import { pool } from "@/lib/kernel/database";

/** Heap does not say when it gives up on a page; a task that gets none for this long counts as incomplete. */
export const QUIET_SECONDS = 120;

/** Segments with a task that has been quiet for too long without being decided: the sweeper sends them again. */
export async function findReceivingSegments(): Promise<string[]> {
  const { rows } = await pool.query<{ segmentId: string }>(
    `SELECT DISTINCT segment_id AS "segmentId" FROM task
     WHERE state = 'receiving' AND last_page_at < now() - make_interval(secs => $1)`,
    [QUIET_SECONDS],
  );
  return rows.map((row) => row.segmentId);
}
