import { TributaryError } from "@/lib/kernel/errors";
import { MAX_EVENTS_PER_CALL } from "@/lib/vendors/heap/limits";
import { callVendor } from "@/lib/vendors/vendor-call";

/** One event as Tributary sends it to Heap; the gateway turns it into Heap's format. */
export interface HeapEvent {
  /** Heap's identity of the user: case-sensitive, at most 255 characters. An unknown one creates a new user. */
  identity: string;
  /** The event's name in Heap. */
  event: string;
  /** When it happened, ISO 8601 in UTC. */
  timestamp: string;
  /** Flat: Heap knows no nesting, booleans or nulls. */
  properties: Record<string, string | number>;
  /** Repeats with the same key change nothing in Heap. At least 8 characters. */
  idempotencyKey: string;
}

/** Heap accepted a call. */
interface HeapAcceptance {
  status: number;
  durationMs: number;
  /** Heap's message, at most 500 characters; usually empty. */
  words: string;
}

export interface HeapTrackClient {
  /**
   * Sends 1 to 1,000 events of one app id in one call.
   * @throws TributaryError `invalid` for none or too many, before any call.
   * @throws VendorError `refused` (400, 413) when Heap rejects the content. Which event is at fault is not
   *   documented, so the caller bisects. Every other kind as described in lib/kernel/errors.ts.
   */
  track(call: { appId: string; events: readonly HeapEvent[] }): Promise<HeapAcceptance>;
}

/**
 * The gateway to Heap's server-side track API (`POST /api/track`, bulk form). Heap needs no key: the app id in the
 * body is everything, and a wrong one may well be answered 200. Any 2xx is success, whatever happens to its body.
 * Source: https://developers.heap.io/reference/bulk-track
 *
 * @param baseUrl from `heapHost`.
 */
export function createHeapTrackClient(options: {
  baseUrl: string;
  timeoutSeconds?: number;
  fetch?: typeof fetch;
}): HeapTrackClient {
  return {
    async track({ appId, events }) {
      if (events.length === 0) throw new TributaryError("invalid", "There are no events to send to Heap.");
      if (events.length > MAX_EVENTS_PER_CALL) {
        throw new TributaryError("invalid", `Heap takes at most ${MAX_EVENTS_PER_CALL} events in one call.`);
      }

      const answer = await callVendor({
        vendor: "heap",
        name: "track",
        url: `${options.baseUrl}/api/track`,
        body: { app_id: appId, events: events.map(toWire) },
        secrets: [],
        timeoutSeconds: options.timeoutSeconds,
        fetch: options.fetch,
      });
      return { status: answer.status, durationMs: answer.durationMs, words: answer.words };
    },
  };
}

function toWire(event: HeapEvent) {
  return {
    identity: event.identity,
    event: event.event,
    timestamp: event.timestamp,
    properties: event.properties,
    idempotency_key: event.idempotencyKey,
  };
}
