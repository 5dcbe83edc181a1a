import { pool } from "@/lib/kernel/database";
import { SOURCE_FLOWS } from "@/lib/kernel/holds/hold-rule";

/** A replay signals at least once per call that it is alive, and a call takes at most half a minute. */
const SILENT_SECONDS = 120;

/** Replays that wait or run while nobody works on them, and that no pause holds: the sweep sends them again. */
export async function findStalledReplays(): Promise<{ replayId: string; customerId: string }[]> {
  const { rows } = await pool.query<{ replayId: string; customerId: string }>(
    `SELECT r.id AS "replayId", r.customer_id AS "customerId"
     FROM replay r JOIN source s ON s.id = r.source_id JOIN customer c ON c.id = r.customer_id
     WHERE r.state IN ('queued', 'running') AND ${SOURCE_FLOWS}
       AND GREATEST(r.touched_at, r.resume_at) < now() - make_interval(secs => $1)
     ORDER BY r.touched_at LIMIT 500`,
    [SILENT_SECONDS],
  );
  return rows;
}
