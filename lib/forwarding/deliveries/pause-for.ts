import { backOffSeconds } from "@/lib/vendors/back-off";
import { noteAppRefused, noteFailure, noteWait } from "./heap-app";
import type { SentEvents } from "./send-events";

/**
 * Records why sending to a Heap app stopped, for all senders to it.
 * @returns how many seconds to wait
 */
export async function pauseFor(
  heapApp: string,
  stopped: NonNullable<SentEvents["stopped"]>,
): Promise<number> {
  if (stopped.kind === "paced") {
    const waitSeconds = Math.ceil(stopped.waitSeconds);
    await noteWait(heapApp, waitSeconds);
    return waitSeconds;
  }

  if (stopped.kind === "app_refused") await noteAppRefused(heapApp, stopped.err.words);
  return noteFailure(heapApp, (failures) => Math.ceil(backOffSeconds(stopped.err, failures, Math.random())));
}
