import { makeWorkerUtils } from "graphile-worker";
import type { Pool } from "pg";
import { inTransactionOf } from "@/lib/kernel/database";
import type { EngineContext } from "./context";
import { admitWaiting } from "./create-run";
import { scheduleCrons } from "./cron";
import { ADD_DEBOUNCE_JOBS } from "./debounce";
import { ADD_RUN_JOBS, addKeyedJob, JOB, jobLogger } from "./jobs";

/** Finished runs and old events are kept this long. Longer than the 24 hours for which event ids are remembered. */
const RETENTION = "7 days";

/** Rows deleted by one statement, so that no statement holds locks for long. */
const CHUNK_ROWS = 1000;

/** Something overdue by this much has lost its wake-up job; anything less may just be waiting its turn. */
const OVERDUE = "10 seconds";

/**
 * Queues again the runs whose process died, and those this process failed to release. Compares the owner it saw with
 * the one it changes: a run claimed in the meantime is left alone.
 */
export async function requeueOrphans(ctx: EngineContext): Promise<void> {
  const abandoned = [...ctx.abandoned];
  await ctx.pool.query(REQUEUE_ORPHANS, [ctx.processId, abandoned]);
  if (abandoned.length === 0) return;

  for (const id of abandoned) ctx.abandoned.delete(id);
  ctx.nudgeAt(Date.now() + 1000);
}

// This process's own runs wait a second: their jobs must not come before it has removed them from its list.
const REQUEUE_ORPHANS = `
WITH orphan AS (
  SELECT id, owner_id FROM engine_run
  WHERE owner_id IS NOT NULL AND (
    NOT EXISTS (SELECT 1 FROM engine_process WHERE engine_process.id = owner_id)
    OR owner_id = $1 AND id = ANY ($2::text[])
  )
), runs AS (
  UPDATE engine_run SET status = 'queued', owner_id = NULL,
    wake_at = now() + CASE WHEN orphan.owner_id = $1 THEN interval '1 second' ELSE interval '0' END
  FROM orphan WHERE engine_run.id = orphan.id AND engine_run.owner_id = orphan.owner_id
  RETURNING engine_run.id, engine_run.wake_at, engine_run.lane
)
${ADD_RUN_JOBS}`;

/** Adds lost wake-up jobs: everything that is overdue and that nobody works on gets one. */
export async function sweepLostJobs(ctx: EngineContext): Promise<void> {
  await ctx.pool.query(`
    WITH lost AS (
      SELECT id, seq FROM engine_event
      WHERE dispatched_at IS NULL AND received_at < now() - interval '${OVERDUE}' ORDER BY seq LIMIT ${CHUNK_ROWS}
    )
    SELECT ${addKeyedJob(
      JOB.dispatch,
      `json_build_object('ids', json_agg(id ORDER BY seq)), job_key => '${JOB.dispatch}:swept'`,
    )} FROM lost HAVING count(*) > 0`);
  await ctx.pool.query(`
    WITH due AS (SELECT key, due_at FROM engine_debounce WHERE due_at < now() - interval '${OVERDUE}')
    ${ADD_DEBOUNCE_JOBS}`);
  await ctx.pool.query(`
    WITH runs AS (
      SELECT id, wake_at, lane FROM engine_run
      WHERE status = 'queued' AND wake_at < now() - interval '${OVERDUE}' ORDER BY wake_at LIMIT ${CHUNK_ROWS}
    )
    ${ADD_RUN_JOBS}`);
  await scheduleCrons(ctx.pool, ctx.functions);

  const { rows } = await ctx.pool.query<{
    /** @neverNull only runs with a key wait */
    concurrency_key: string;
  }>("SELECT DISTINCT concurrency_key FROM engine_run WHERE status = 'waiting'");
  for (const row of rows)
    await inTransactionOf(ctx.pool, (client) => admitWaiting(client, row.concurrency_key));
}

/** Deletes finished runs and dispatched events older than the retention, and jobs that gave up. */
export async function deleteOld(pool: Pool): Promise<void> {
  await deleteInChunks(pool, "engine_run", "finished_at", `finished_at < now() - interval '${RETENTION}'`);
  await deleteInChunks(
    pool,
    "engine_event",
    "received_at",
    `dispatched_at < now() - interval '${RETENTION}'`,
  );

  const jobs = await makeWorkerUtils({ pgPool: pool, logger: jobLogger(null) });
  try {
    await jobs.cleanup({ tasks: ["DELETE_PERMAFAILED_JOBS"] });
  } finally {
    await jobs.release();
  }
}

async function deleteInChunks(pool: Pool, table: string, order: string, condition: string): Promise<void> {
  const sql = `DELETE FROM ${table} WHERE id IN (
    SELECT id FROM ${table} WHERE ${condition} ORDER BY ${order} LIMIT ${CHUNK_ROWS})`;

  let deleted = CHUNK_ROWS;
  while (deleted === CHUNK_ROWS) deleted = (await pool.query(sql)).rowCount ?? 0;
}
