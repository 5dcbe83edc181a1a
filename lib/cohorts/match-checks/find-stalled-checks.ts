import { pool } from "@/lib/kernel/database";
import type { QueuedCheck } from "./queue-first-check";

/** A check signals at least once per call that it is alive, and a call takes at most half a minute. */
const SILENT_SECONDS = 120;

/** Checks that wait or run while nobody works on them: the sweep sends them again. */
export async function findStalledChecks(): Promise<QueuedCheck[]> {
  const { rows } = await pool.query<QueuedCheck>(
    `SELECT id AS "matchCheckId", destination_id AS "destinationId", customer_id AS "customerId" FROM match_check
     WHERE state IN ('queued', 'running')
       AND GREATEST(touched_at, retry_at) < now() - make_interval(secs => $1)
     ORDER BY touched_at LIMIT 500`,
    [SILENT_SECONDS],
  );
  return rows;
}
