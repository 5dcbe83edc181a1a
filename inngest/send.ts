import { log } from "@/lib/kernel/log";
import { currentTraceparent, traced } from "@/lib/kernel/tracing/traced";
import { inngest } from "./client";
import type { TributaryEvent } from "./events";

/**
 * Sends a hint to the functions, with the span that sends it. Never throws: the rows are the truth, and the sweep
 * repeats a lost hint.
 */
export async function sendEvent(event: TributaryEvent): Promise<void> {
  try {
    await traced(`send ${event.name}`, { role: "producer" }, () => inngest.send(withTrace(event)));
  } catch (err) {
    log.warn({ event: event.name, err }, "an event could not be sent; the sweep will repeat it");
  }
}

function withTrace(event: TributaryEvent): { name: string; data: Record<string, string> } {
  const traceparent = currentTraceparent();
  return traceparent ? { ...event, data: { ...event.data, traceparent } } : event;
}
