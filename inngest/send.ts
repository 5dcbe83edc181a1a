import { log } from "@/lib/kernel/log";
import { inngest } from "./client";
import type { TributaryEvent } from "./events";

/** Sends a hint to the functions. Never throws: the rows are the truth, and the sweeper repeats a lost hint. */
export async function sendEvent(event: TributaryEvent): Promise<void> {
  try {
    await inngest.send(event);
  } catch (err) {
    log.warn({ event: event.name, err }, "an event could not be sent; the sweeper will repeat it");
  }
}
