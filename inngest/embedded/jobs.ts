import { Logger, runMigrations } from "graphile-worker";
import type { Pool } from "pg";
import type { EngineLogger } from "./context";
import { guardPool } from "./guard-pool";

/**
 * The kinds of graphile-worker job. A job is only a wake-up call: the work itself is in the engine's own tables, so a
 * job that comes twice or too early changes nothing, and the sweep replaces a lost one.
 */
export const JOB = {
  dispatch: "engine_dispatch",
  run: "engine_run",
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

/** Passes on graphile-worker's warnings and errors and drops the rest, which is one line per job. */
export function jobLogger(logger: EngineLogger | null): Logger {
  return new Logger(() => (level, message) => {
    if (level === "error") logger?.error({}, message);
    if (level === "warning") logger?.warn({}, message);
  });
}

/** SQL that adds the wake-up job of each run in the relation `runs(id, wake_at)`, replacing an earlier one. */
export const ADD_RUN_JOBS = `SELECT graphile_worker.add_job('${JOB.run}', json_build_object('runId', runs.id),
  run_at => runs.wake_at, job_key => '${JOB.run}:' || runs.id) FROM runs`;
