import { Logger, runMigrations } from "graphile-worker";
import type { Pool } from "pg";
import { log } from "@/lib/kernel/log";
import type { EngineLogger } from "./context";

/**
 * The kinds of graphile-worker job. A job is only a wake-up call: the work itself is in the engine's own tables, so a
 * job that comes twice or too early changes nothing, and the sweep replaces a lost one.
 */
export const JOB = {
  dispatch: "engine_dispatch",
  run: "engine_run",
  lane: "engine_lane",
  debounce: "engine_debounce",
  cron: "engine_cron",
} as const;

const migrations = new WeakMap<Pool, Promise<void>>();

/** Creates or upgrades graphile-worker's own schema, once per pool; several processes may do it at once. */
export function migrateJobs(pool: Pool): Promise<void> {
  const known = migrations.get(pool);
  if (known) return known;

  guardPool(pool);
  const migration = runMigrations({ pgPool: pool, logger: jobLogger(null) });
  migrations.set(pool, migration);
  migration.catch(() => migrations.delete(pool));
  return migration;
}

/**
 * Passes on graphile-worker's warnings and errors and drops the rest, which is one line per job. Never its own words: they
 * quote the messages of errors. What they say is in the error's place and in the job's kind.
 */
export function jobLogger(logger: EngineLogger | null): Logger {
  return new Logger(() => (level, _message, meta) => {
    if (level === "error") logger?.error(fieldsOf(meta), "The job workers reported an error.");
    if (level === "warning") logger?.warn(fieldsOf(meta), "The job workers gave a warning.");
  });
}

/** The names by which graphile-worker passes errors (grep its `dist` for `logger.error`). */
const ERROR_FIELDS = ["error", "fatalError", "secondError"];

function fieldsOf(meta: Record<string, unknown> = {}): Record<string, unknown> {
  const err = ERROR_FIELDS.map((name) => meta[name]).find((value) => value instanceof Error);
  const job = meta.job as { id?: string; task_identifier?: string; attempts?: number } | undefined;
  return {
    ...(err !== undefined && { err }),
    ...(job && { jobId: job.id, jobKind: job.task_identifier, attempts: job.attempts }),
  };
}

/**
 * graphile-worker's priority of what runs each minute: however many jobs customers cause, it is not behind them. Lower
 * comes first; the others have 0.
 */
export const URGENT = -10;

/**
 * SQL that adds a job with a `job_key`, which replaces an earlier one. graphile-worker's `add_job` does nothing, and answers
 * with an empty row, when a worker takes the earlier job at that very moment: it saw the job as free and then finds it
 * locked (`add_jobs` in its migration 18). That worker may have looked before the change, so the wake-up would be lost
 * until the sweep. A second call sees that the job is taken and adds one.
 * @param given what follows the kind in `add_job`, as SQL
 */
export function addKeyedJob(kind: (typeof JOB)[keyof typeof JOB], given: string): string {
  const add = `(graphile_worker.add_job('${kind}', ${given})).id`;
  return `CASE WHEN ${add} IS NULL THEN ${add} END`;
}

/**
 * SQL that adds the wake-up job of each run in the relation `runs(id, wake_at, lane)`, replacing an earlier one. Runs
 * outside the lanes are those of the crons.
 */
export const ADD_RUN_JOBS = `SELECT ${addKeyedJob(
  JOB.run,
  `json_build_object('runId', runs.id, 'lane', runs.lane),
  run_at => runs.wake_at, job_key => '${JOB.run}:' || runs.id,
  priority => CASE WHEN runs.lane IS NULL THEN ${URGENT} ELSE 0 END`,
)} FROM runs`;

const guarded = new WeakSet<Pool>();

/**
 * Keeps a lost connection from ending the process: `pg` throws the "error" event of a client without a listener, even
 * while the client is in use. Its user finds out from the next query.
 */
function guardPool(pool: Pool): void {
  if (guarded.has(pool)) return;
  guarded.add(pool);

  const report = (err: Error) => log.warn({ err }, "A database connection was lost.");
  pool.on("error", report);
  pool.on("connect", (client) => {
    client.on("error", report);
  });
}
