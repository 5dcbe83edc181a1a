import { isSandboxRegion } from "./regions";

/** Most events in one bulk call. Source: Heap bulk-track reference, developers.heap.io/reference/bulk-track. */
export const MAX_EVENTS_PER_CALL = 1000;

/** Most users in one bulk call with user properties. Source: Heap add-user-properties reference. */
export const MAX_USERS_PER_CALL = 1000;

/** Most events per minute for one app id, over all calls. Source: Heap bulk-track reference. */
export const EVENTS_PER_MINUTE_PER_APP = 15_000;

/** Most events per minute for one identity of one app id. Source: Heap bulk-track reference. */
export const EVENTS_PER_MINUTE_PER_IDENTITY = 1000;

/** Longest identity, in characters. Source: Heap track reference. */
export const MAX_IDENTITY_LENGTH = 255;

/** Longest event name, in characters. Source: Heap track reference ("up to 1024"). */
export const MAX_EVENT_NAME_LENGTH = 1024;

/**
 * Longest property name or text value, in characters. Heap's reference says "fewer than 1024"; but its own clients
 * allow exactly 1024. The stricter limit satisfies both. We count UTF-16 units, which are never fewer than the
 * characters Heap may count.
 */
export const MAX_TEXT_LENGTH = 1023;

/**
 * Shortest idempotency key, in characters. Not in Heap's reference; observed in Segment's Heap destination
 * (segmentio/action-destinations, heap-cloud).
 */
export const MIN_IDEMPOTENCY_KEY_LENGTH = 8;

/**
 * The most events a minute we send to a Heap app: Heap's limit, or for the sandbox the one configured
 * (`SANDBOX_EVENTS_PER_MINUTE`, 0 for none).
 */
export function eventsPerMinute(heapApp: string, sandboxEventsPerMinute: number): number {
  if (!isSandboxRegion(heapApp.split(":")[0] ?? "")) return EVENTS_PER_MINUTE_PER_APP;
  return sandboxEventsPerMinute || Number.POSITIVE_INFINITY;
}
