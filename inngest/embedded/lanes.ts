import { setTimeout as pause } from "node:timers/promises";
import { claimNext } from "./claim-next";
import type { EngineContext } from "./context";
import { JOB } from "./jobs";
import { executeClaimed } from "./run";

/** How long a worker waits after an error of the engine's own, such as a lost database connection. */
const AFTER_ERROR_MS = 1000;

/** The lanes of this process: each has workers of its own, so that no lane waits for another. */
export interface Lanes {
  /** Says that a lane may have a due run. With no worker free, some process is told again in a second. */
  knock(lane: string): Promise<void>;
  /** Whether all of this process's workers of the lane are at work. */
  isFull(lane: string): boolean;
  /** Resolves when no worker is at work; the engine must be stopping. */
  idle(): Promise<void>;
}

/** @param workers how many runs of a lane this process executes at a time */
export function createLanes(ctx: EngineContext, workers: number): Lanes {
  const busy = new Map<string, number>();
  const working = new Set<Promise<void>>();
  const isFull = (lane: string) => (busy.get(lane) ?? 0) >= workers;

  function start(lane: string): void {
    busy.set(lane, (busy.get(lane) ?? 0) + 1);
    const ended = work(lane).finally(() => {
      busy.set(lane, (busy.get(lane) ?? 1) - 1);
      working.delete(ended);
    });
    working.add(ended);
  }

  /** Takes one run after the other, so whoever frees a share's slot is also the one who finds what waited for it. */
  async function work(lane: string): Promise<void> {
    while (!ctx.isStopping()) {
      try {
        const run = await claimNext(ctx, lane);
        if (!run) return;
        if (!isFull(lane)) start(lane);
        await executeClaimed(ctx, run);
      } catch (err) {
        ctx.logger.error({ err, lane }, "A lane's next run could not be claimed; trying again.");
        await pause(AFTER_ERROR_MS);
      }
    }
  }

  return {
    isFull,

    async knock(lane) {
      if (ctx.isStopping() || isFull(lane)) await knockLater(ctx, lane);
      else start(lane);
    },

    async idle() {
      await Promise.all(working);
    },
  };
}

async function knockLater({ pool }: EngineContext, lane: string): Promise<void> {
  await pool.query(
    `SELECT graphile_worker.add_job('${JOB.lane}', json_build_object('lane', $1::text),
       run_at => now() + interval '1 second', job_key => '${JOB.lane}:' || $1::text)`,
    [lane],
  );
}
