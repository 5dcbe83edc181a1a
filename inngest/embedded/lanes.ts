import { setTimeout as pause } from "node:timers/promises";
import { claimNext } from "./claim-next";
import type { EngineContext } from "./context";
import { addKeyedJob, JOB } from "./jobs";
import { executeClaimed } from "./run";
import type { RunState } from "./run-state";

/** How long a lane waits after an error of the engine's own, such as a lost database connection. */
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

/** One lane in this process. */
interface LaneState {
  /** Runs being executed. */
  busy: number;
  /** Somebody looks for runs: one at a time, so that a lane never takes more than one connection to find its work. */
  isLooking: boolean;
  /** A knock came during the look. */
  isKnocked: boolean;
}

/** @param workers how many runs of a lane this process executes at a time */
export function createLanes(ctx: EngineContext, workers: number): Lanes {
  const states = new Map<string, LaneState>();
  const working = new Set<Promise<void>>();

  function stateOf(lane: string): LaneState {
    const known = states.get(lane);
    if (known) return known;
    const state = { busy: 0, isLooking: false, isKnocked: false };
    states.set(lane, state);
    return state;
  }

  const isFull = (lane: string) => stateOf(lane).busy >= workers;

  function track(work: Promise<void>): void {
    const ended = work.finally(() => working.delete(ended));
    working.add(ended);
  }

  /** Starts the lane's runs, in turns, until none may start or no worker is free. */
  function look(lane: string): void {
    const state = stateOf(lane);
    state.isKnocked = true;
    if (!state.isLooking) track(lookOn(lane, state));
  }

  async function lookOn(lane: string, state: LaneState): Promise<void> {
    state.isLooking = true;
    while (state.isKnocked && !ctx.isStopping() && !isFull(lane)) {
      state.isKnocked = false;
      try {
        const run = await claimNext(ctx, lane);
        if (!run) continue;
        state.isKnocked = true;
        state.busy += 1;
        track(execute(lane, run));
      } catch (err) {
        ctx.logger.error({ err, lane }, "A lane's next run could not be claimed; trying again.");
        await pause(AFTER_ERROR_MS);
        state.isKnocked = true;
      }
    }
    state.isLooking = false;
  }

  /** What a run waited for, a worker or room in its share, is free when another one ends: hence the look. */
  async function execute(lane: string, run: RunState): Promise<void> {
    await executeClaimed(ctx, run);
    stateOf(lane).busy -= 1;
    look(lane);
  }

  return {
    isFull,

    async knock(lane) {
      if (ctx.isStopping() || isFull(lane)) await knockLater(ctx, lane);
      else look(lane);
    },

    async idle() {
      while (working.size > 0) await Promise.all(working);
    },
  };
}

async function knockLater({ pool }: EngineContext, lane: string): Promise<void> {
  await pool.query(
    `SELECT ${addKeyedJob(
      JOB.lane,
      `json_build_object('lane', $1::text),
       run_at => now() + interval '1 second', job_key => '${JOB.lane}:' || $1::text`,
    )}`,
    [lane],
  );
}
