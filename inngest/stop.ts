import { setTimeout as pause } from "node:timers/promises";
import { pool } from "@/lib/kernel/database";
import { log } from "@/lib/kernel/log";
import { enterPhase } from "@/lib/kernel/process-phase";
import { STOP_LIMITS } from "@/lib/kernel/stop-limits";
import { closeHttpServer } from "./http-server";

const REQUESTS_MS = STOP_LIMITS.requests * 1_000;

/** A hanging connection must not delay the end. */
const POOL_LIMIT_MS = STOP_LIMITS.connections * 1_000;

interface Parts {
  /** How long to carry on after `/api/health` says no, so that whatever routes requests here notices. */
  delaySeconds: number;
  stopEngine(): Promise<void>;
  stopTracing(): Promise<void>;
}

/**
 * Ends the process in order on SIGTERM and SIGINT: readiness says no, new connections and jobs are refused, then
 * requests and steps under way finish, so that none has to run twice. Next would end the process as soon as its own
 * requests are done, even with steps under way; `NEXT_MANUAL_SIG_HANDLE` leaves the signals to us. Further signals change
 * nothing: a stop has limits of its own, and a SIGKILL is always possible.
 */
export function stopOnSignal(parts: Parts): void {
  let isEnding = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (isEnding) return;
      isEnding = true;
      void stopInOrder(parts).finally(() => process.exit(0));
    });
  }
}

async function stopInOrder({ delaySeconds, stopEngine, stopTracing }: Parts): Promise<void> {
  enterPhase("stopping");
  log.info({ delaySeconds }, "stopping");
  await pause(delaySeconds * 1_000);

  // The engine writes last that it has left: a database that hangs would keep the process until it is killed.
  const engineEnd = Promise.race([stopEngine(), pause(REQUESTS_MS)]);
  const ends = await Promise.allSettled([closeHttpServer(REQUESTS_MS), engineEnd]);
  for (const end of ends)
    if (end.status === "rejected") log.warn({ err: end.reason }, "a part did not stop cleanly");

  await stopTracing();
  await Promise.race([pool.end(), pause(POOL_LIMIT_MS)]);
  log.info("stopped");
}
