import { pool } from "@/lib/kernel/database";
import type { WaitingSync } from "./queue-sync";

/** A sync signals at least once per call that it is alive, and a call takes at most half a minute. */
const SILENT_SECONDS = 120;

/** Syncs that wait or run while nobody works on them: the sweep sends them again. */
export async function findStalledSyncs(): Promise<WaitingSync[]> {
  const { rows } = await pool.query<WaitingSync>(
    `SELECT id AS "syncId", segment_id AS "segmentId", customer_id AS "customerId" FROM sync
     WHERE state IN ('queued', 'running')
       AND GREATEST(touched_at, retry_at) < now() - make_interval(secs => $1)
     ORDER BY touched_at LIMIT 500`,
    [SILENT_SECONDS],
  );
  return rows;
}
