import { EventEmitter } from "node:events";
import { runTaskList, type TaskList, type WorkerEvents, type WorkerPool } from "graphile-worker";
import type { Pool } from "pg";
import type { EngineLogger } from "./context";
import { jobLogger } from "./jobs";

/** How long until a worker pool that gave up, as after a failed write to the database, is replaced. */
const RESTART_AFTER_MS = 1000;

/** Wake-ups further away than this are left to the workers' own poll every 2 seconds: nobody notices. */
const NUDGE_WITHIN_MS = 10 * 60_000;

/** A timer may fire a fraction of a millisecond early, and then the poll would have to find the job. */
const NUDGE_LATER_MS = 2;

/** The graphile-worker pool of this process. */
export interface Workers {
  /** Who holds the locks of the jobs under way; null between two starts. */
  workerId(): string | null;
  /** Makes an idle worker look for jobs at that time. */
  nudgeAt(atMs: number): void;
  /** Takes no more jobs and resolves when those under way have ended. */
  stop(): Promise<void>;
}

/**
 * With a delay, even of zero, graphile-worker shuts its pool down when it cannot report a job as done. Without one
 * that failure is an unhandled rejection, which would end the whole process.
 */
const REPORT_DELAY = { completeJobBatchDelay: 0, failJobBatchDelay: 0 };

/**
 * graphile-worker asks once which kinds of job there are and keeps the answer, even when it is an error: workers that
 * start while the database is away would silently never find a job again. So we shut down a pool whose first look for
 * a job fails, which makes room for a new one.
 */
function replaceIfStillborn(started: WorkerPool, events: WorkerEvents): void {
  let isKnown = false;
  for (const found of ["worker:getJob:empty", "job:start"] as const) {
    events.once(found, () => {
      isKnown = true;
    });
  }
  events.on("worker:getJob:error", () => {
    if (isKnown) return;
    isKnown = true;
    // The pool's own promise says how it ended.
    void Promise.resolve(started.gracefulShutdown()).catch(() => {});
  });
}

/** Starts working on jobs, with a new worker pool whenever one shuts itself down. */
export function startWorkers(
  pool: Pool,
  tasks: TaskList,
  concurrency: number,
  logger: EngineLogger,
): Workers {
  let current: WorkerPool | null = null;
  let isStopping = false;
  const ends = new Set<Promise<void>>();
  const timers = new Set<NodeJS.Timeout>();

  function after(milliseconds: number, work: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, milliseconds);
    timers.add(timer);
  }

  function start(): void {
    // A pool that shuts down still finishes its jobs; the next one need not wait for them.
    const events: WorkerEvents = new EventEmitter();
    events.once("pool:gracefulShutdown", () => {
      current = null;
      if (isStopping) return;
      logger.error({}, "The job workers gave up; starting new ones.");
      after(RESTART_AFTER_MS, start);
    });

    const options = { concurrency, events, noHandleSignals: true, logger: jobLogger(logger) };
    const started = runTaskList({ ...options, preset: { worker: REPORT_DELAY } }, tasks, pool);
    current = started;
    replaceIfStillborn(started, events);

    const ended = started.promise
      .catch((err) => logger.warn({ err }, "The job workers ended with an error."))
      .finally(() => ends.delete(ended));
    ends.add(ended);
  }

  start();

  return {
    workerId: () => current?.id ?? null,

    nudgeAt(atMs) {
      const delayMs = Math.max(0, atMs - Date.now()) + NUDGE_LATER_MS;
      if (isStopping || delayMs > NUDGE_WITHIN_MS) return;
      after(delayMs, () => current?.nudge(1));
    },

    async stop() {
      isStopping = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();

      await current?.gracefulShutdown();
      await Promise.all(ends);
    },
  };
}
