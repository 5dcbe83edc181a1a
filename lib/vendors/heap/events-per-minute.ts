import { EVENTS_PER_MINUTE_PER_APP } from "@/lib/vendors/heap/limits";

/**
 * The most events a minute we send to a Heap app: Heap's limit, or for the sandbox the one configured
 * (`SANDBOX_EVENTS_PER_MINUTE`, 0 for none).
 */
export function eventsPerMinute(heapApp: string, sandboxEventsPerMinute: number): number {
  if (!heapApp.startsWith("sandbox:")) return EVENTS_PER_MINUTE_PER_APP;
  return sandboxEventsPerMinute || Number.POSITIVE_INFINITY;
}
