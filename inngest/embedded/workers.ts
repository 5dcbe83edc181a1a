import { runTaskList, type TaskList, type WorkerPool } from "graphile-worker";
import type { Pool } from "pg";
import type { EngineLogger } from "./context";
import { jobLogger } from "./jobs";

/** A worker pool that gave up, as after a failed write to the database, is started anew after this long. */
const RESTART_AFTER_MS = 1000;

/** Wake-ups further away than this are left to the workers' own poll, each 2 seconds: nobody notices. */
const NUDGE_WITHIN_MS = 10 * 60_000;

/** A timer may be early by a fraction of a millisecond, and early means that the poll has to find the job. */
const NUDGE_LATER_MS = 2;

/** The graphile-worker pool of this process. */
export interface Workers {
  /** Who holds the locks of the jobs under way; null between two starts. */
  workerId(): string | null;
  /** Has an idle worker look for jobs at that time. */
  nudgeAt(atMs: number): void;
  /** Takes no more jobs and resolves when those under way have ended. */
  stop(): Promise<void>;
}

/** Starts working on jobs, and again whenever the worker pool ends by itself. */
export function startWorkers(
  pool: Pool,
  tasks: TaskList,
  concurrency: number,
  logger: EngineLogger,
): Workers {
  let workerPool: WorkerPool | null = null;
  let isStopping = false;
  const timers = new Set<NodeJS.Timeout>();

  function after(milliseconds: number, work: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, milliseconds);
    timers.add(timer);
  }

  function start(): void {
    const started = runTaskList(
      { concurrency, noHandleSignals: true, logger: jobLogger(logger) },
      tasks,
      pool,
    );
    workerPool = started;

    const ended = (err?: unknown) => {
      workerPool = null;
      if (isStopping) return;
      logger.error({ err }, "The job workers ended; starting them anew.");
      after(RESTART_AFTER_MS, start);
    };
    started.promise.then(() => ended(), ended);
  }

  start();

  return {
    workerId: () => workerPool?.id ?? null,

    nudgeAt(atMs) {
      const delayMs = Math.max(0, atMs - Date.now()) + NUDGE_LATER_MS;
      if (isStopping || delayMs > NUDGE_WITHIN_MS) return;

      after(delayMs, () => {
        try {
          workerPool?.nudge(1);
        } catch (err) {
          // The pool is ending and has no worker to wake. Whoever comes next polls.
          logger.warn({ err }, "A nudge found no worker.");
        }
      });
    },

    async stop() {
      isStopping = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      await workerPool?.gracefulShutdown();
    },
  };
}
