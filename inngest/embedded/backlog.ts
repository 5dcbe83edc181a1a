import type { Pool } from "pg";

/** How much work the engine has waiting. */
export interface EngineBacklog {
  /** Accepted events whose runs are not created yet. */
  events: number;
  /** Debounces that are not due yet. */
  debounced: number;
  /** Runs that wait for a concurrency slot or for a worker. */
  waiting: number;
  /** Runs that are asleep or between two attempts. */
  sleeping: number;
  running: number;
  /** Runs that failed in the last 7 days, which is how long they are kept. */
  failed: number;
  /** Age of the oldest runnable run that nothing has picked up, in seconds; 0 when there is none. */
  oldestWaitingSeconds: number;
}

/** Counts the engine's waiting work, in one statement; works in any process. */
export async function engineBacklog(pool: Pool): Promise<EngineBacklog> {
  const { rows } = await pool.query<EngineBacklog>(COUNT);
  const [row] = rows;
  if (!row) throw new Error("The database returned no counts.");
  return row;
}

const COUNT = `
SELECT
  (SELECT count(*)::int FROM engine_event WHERE dispatched_at IS NULL) AS events,
  (SELECT count(*)::int FROM engine_debounce) AS debounced,
  count(*) FILTER (WHERE status = 'waiting' OR status = 'queued' AND wake_at <= now())::int AS waiting,
  count(*) FILTER (WHERE status = 'queued' AND wake_at > now())::int AS sleeping,
  count(*) FILTER (WHERE status = 'running')::int AS running,
  count(*) FILTER (WHERE status = 'failed')::int AS failed,
  coalesce(extract(epoch FROM now() - min(wake_at) FILTER (
    WHERE status = 'waiting' OR status = 'queued' AND wake_at <= now()
  )), 0)::float8 AS "oldestWaitingSeconds"
FROM engine_run WHERE status <> 'done'`;
