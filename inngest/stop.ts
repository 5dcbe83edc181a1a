import { setTimeout as pause } from "node:timers/promises";
import { pool } from "@/lib/kernel/database";
import { log } from "@/lib/kernel/log";
import { enterPhase } from "@/lib/kernel/process-phase";
import { closeHttpServer } from "./http-server";

/** How long requests and steps under way get; service managers wait 20 seconds or more before they kill. */
const LIMIT_MS = 12_000;

/** A hanging connection must not delay the end. */
const POOL_LIMIT_MS = 2_000;

interface Parts {
  /** How long to carry on after `/api/health` says no, so that whatever routes requests here notices. */
  delaySeconds: number;
  stopEngine(): Promise<void>;
  stopTracing(): Promise<void>;
}

/**
 * Ends the process in order on SIGTERM and SIGINT: readiness says no, new connections and jobs are refused, then
 * requests and steps under way finish, so that none has to run twice. Next would end the process as soon as its own
 * requests are done, even with steps under way; `NEXT_MANUAL_SIG_HANDLE` leaves the signals to us.
 */
export function stopOnSignal(parts: Parts): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      void stopInOrder(parts).finally(() => process.exit(0));
    });
  }
}

async function stopInOrder({ delaySeconds, stopEngine, stopTracing }: Parts): Promise<void> {
  enterPhase("stopping");
  log.info({ delaySeconds }, "stopping");
  await pause(delaySeconds * 1_000);

  const ends = await Promise.allSettled([closeHttpServer(LIMIT_MS), stopEngine()]);
  for (const end of ends)
    if (end.status === "rejected") log.warn({ err: end.reason }, "a part did not stop in order");

  await stopTracing();
  await Promise.race([pool.end(), pause(POOL_LIMIT_MS)]);
  log.info("stopped");
}
