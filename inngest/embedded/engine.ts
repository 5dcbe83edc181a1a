import type { TaskList } from "graphile-worker";
import type { Inngest, InngestFunction } from "inngest";
import { serve } from "inngest/edge";
import type { Pool } from "pg";
import { z } from "zod";
import { TributaryError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log";
import { STOP_LIMITS } from "@/lib/kernel/stop-limits";
import type { EngineContext, EngineLogger, EngineTiming } from "./context";
import { fireCron, scheduleCrons } from "./cron";
import { fireDebounce } from "./debounce";
import { dispatchEvents } from "./dispatch";
import { type NewEvent, storeEvents } from "./events";
import { JOB, migrateJobs } from "./jobs";
import { createLanes, type Lanes } from "./lanes";
import { createPresence, newProcessId } from "./presence";
import { isDoneWithin, repeat } from "./repeat";
import { retryDelayMs } from "./retry-delay";
import { executeRun } from "./run";
import { readFunctions } from "./subset";
import { deleteOld, requeueOrphans, sweepLostJobs } from "./sweep";
import { startWorkers, type Workers } from "./workers";

/**
 * Dispatches, and runs outside the lanes, under way at a time in one process. Each uses a connection only while it
 * stores something.
 */
const CONCURRENT_JOBS = 10;

/** Runs of one lane under way at a time in one process. */
const LANE_WORKERS = 10;

const DELETE_OLD_EACH_SECONDS = 3600;

const DEFAULT_TIMING: EngineTiming = {
  heartbeatSeconds: 1,
  deadAfterSeconds: 3,
  sweepSeconds: 10,
  stopSeconds: STOP_LIMITS.steps,
  retryDelayMs,
};

export interface EngineOptions {
  /** Two of its connections stay in use, for job notifications and for the heartbeat. */
  pool: Pool;
  /** Created with `embeddedClientOptions`. */
  client: Inngest.Any;
  functions: readonly InngestFunction.Any[];
  /** Calls a function: unless told, the SDK's own handler in this process. Whatever it throws is taken as a fault of the engine's. */
  handler?: EngineContext["handler"];
  concurrencyJobs?: number;
  laneWorkers?: number;
  logger?: EngineLogger;
  timing?: Partial<EngineTiming>;
}

export interface EmbeddedEngine {
  /** Lets steps under way finish (up to `stopSeconds`) and leaves the rest to be continued later. */
  stop(): Promise<void>;
  /** Stores events as `inngest.send` does. Returns their ids. */
  send(events: readonly NewEvent[]): Promise<string[]>;
}

/**
 * Runs Inngest functions in this process, and needs nothing but PostgreSQL. Any number of processes may run one on
 * the same database. See docs/decisions/002-embedded-engine.md.
 * @throws {TributaryError} `invalid` if a function uses what the engine does not support, or the client is not one
 *   made with `embeddedClientOptions`.
 */
export async function startEmbeddedEngine(options: EngineOptions): Promise<EmbeddedEngine> {
  const { pool, client, logger = log } = options;
  if (client.mode !== "dev") {
    throw new TributaryError(
      "invalid",
      "The embedded engine needs a client made with embeddedClientOptions().",
    );
  }
  const functions = readFunctions(client, options.functions);
  await migrateJobs(pool);

  let workers: Workers | null = null;
  let lanes: Lanes | null = null;
  let isStopping = false;
  const ctx: EngineContext = {
    pool,
    functions,
    handler: options.handler ?? serve({ client, functions: options.functions }),
    logger,
    timing: { ...DEFAULT_TIMING, ...options.timing },
    processId: await newProcessId(pool),
    active: new Set(),
    knocked: new Set(),
    abandoned: new Set(),
    isStopping: () => isStopping,
    isLaneFull: (lane) => lanes?.isFull(lane) ?? true,
    nudgeAt: (atMs) => workers?.nudgeAt(atMs),
  };

  const presence = createPresence(ctx);
  await presence.beat(null);
  await scheduleCrons(pool, functions);

  const laned = createLanes(ctx, options.laneWorkers ?? LANE_WORKERS);
  lanes = laned;
  const running = startWorkers(pool, tasksOf(ctx, laned), options.concurrencyJobs ?? CONCURRENT_JOBS, logger);
  workers = running;
  const chores = [
    repeat("heartbeat", ctx.timing.heartbeatSeconds, logger, async () => {
      await presence.beat(running.workerId());
      await presence.buryDead();
      await requeueOrphans(ctx);
    }),
    repeat("sweep", ctx.timing.sweepSeconds, logger, () => sweepLostJobs(ctx)),
    repeat("clean-up", DELETE_OLD_EACH_SECONDS, logger, () => deleteOld(pool)),
  ];

  return {
    send: (events) => storeEvents(pool, events),

    async stop() {
      isStopping = true;
      const isIdle = await isDoneWithin(
        ctx.timing.stopSeconds,
        Promise.all([running.stop(), laned.idle()]).then(() => undefined),
      );
      await Promise.all(chores.map((chore) => chore.stop()));
      await presence.leave(isIdle);
    },
  };
}

const idsPayload = z.object({ ids: z.array(z.string()) });
const runPayload = z.object({ runId: z.string(), lane: z.string().nullish() });
const lanePayload = z.object({ lane: z.string() });
const keyPayload = z.object({ key: z.string() });

function tasksOf(ctx: EngineContext, lanes: Lanes): TaskList {
  return {
    [JOB.dispatch]: async (payload: unknown) => {
      const { ids } = idsPayload.parse(payload);
      const { debouncedUntilMs } = await dispatchEvents(ctx.pool, ctx.functions, ids);
      for (const atMs of debouncedUntilMs) ctx.nudgeAt(atMs);
    },
    [JOB.run]: (payload: unknown) => {
      const { runId, lane } = runPayload.parse(payload);
      return lane ? lanes.knock(lane) : executeRun(ctx, runId);
    },
    [JOB.lane]: (payload: unknown) => lanes.knock(lanePayload.parse(payload).lane),
    [JOB.debounce]: (payload: unknown) =>
      fireDebounce(ctx.pool, ctx.functions, keyPayload.parse(payload).key),
    [JOB.cron]: (payload: unknown) => fireCron(ctx.pool, ctx.functions, keyPayload.parse(payload).key),
  };
}
