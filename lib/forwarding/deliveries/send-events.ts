import type { Entry, SettledEntry } from "@/lib/forwarding/batches/map-batch";
import type { ForwardableSource } from "@/lib/forwarding/batches/take-pending";
import { pool } from "@/lib/kernel/database";
import { VendorError } from "@/lib/kernel/errors";
import type { HeapTrackClient } from "@/lib/vendors/heap/track-client";
import { bookDelivery, type DeliveryDraft } from "./book-delivery";
import { type AcceptedDelivery, closeAccepted, closeUnaccepted } from "./close-delivery";
import { knownGoodEvent } from "./known-good-event";
import { leaveOutSuppressed } from "./leave-out-suppressed";

export interface SentEvents<E extends Entry = Entry> {
  /** Entries with a final outcome: forwarded, or quarantined with Heap's message. The others stay pending. */
  settled: (E & SettledEntry)[];
  accepted: AcceptedDelivery[];
  /** Why it stopped early, if it did. */
  stopped: Stop | null;
}

/** Heap's limit, a failed call, or a Heap app that takes nothing: not even an event that has nothing to refuse. */
type Stop =
  | { kind: "paced"; waitSeconds: number }
  | { kind: "failed"; err: VendorError }
  | { kind: "app_refused"; err: VendorError };

/**
 * Sends at most 1,000 mapped events of one source to Heap. Refused calls are halved down to the events at fault,
 * which are quarantined with Heap's message; any other failure stops and leaves the rest pending. Before anything is
 * blamed on an event, one known to be good is sent: if Heap refuses that too, nothing is wrong with the others, and
 * they stay pending. Marks the entries it settles.
 */
export async function sendEvents<E extends Entry>(
  source: ForwardableSource,
  heapApp: string,
  entries: readonly E[],
  client: HeapTrackClient,
  limitPerMinute: number,
): Promise<SentEvents<E>> {
  const result: SentEvents<E> = { settled: [], accepted: [], stopped: null };
  const waiting: (readonly E[])[] = entries.length ? [entries] : [];
  let isAppProven = false;

  for (let taken = waiting.pop(); taken; taken = waiting.pop()) {
    const { id: sourceId, customerId, mapping } = source;
    const draft = { customerId, sourceId, heapApp, mapping, eventCount: taken.length };
    const reservation = await bookDelivery(draft, limitPerMinute);
    if (reservation.kind === "wait") {
      return { ...result, stopped: { kind: "paced", waitSeconds: reservation.waitSeconds } };
    }

    const { deliveryId } = reservation;
    const part = await leaveOutSuppressed(customerId, deliveryId, taken);
    if (part.length === 0) continue;
    try {
      const events = part.flatMap((entry) => (entry.heap ? [entry.heap] : []));
      const { status, words } = await client.track({ appId: source.heapAppId, events });
      isAppProven = true;
      result.accepted.push({ id: deliveryId, status, words });
      for (const entry of part)
        result.settled.push(Object.assign(entry, { deliveryId, outcome: "forwarded" as const }));
    } catch (err) {
      if (!(err instanceof VendorError)) throw err;

      await closeUnaccepted(deliveryId, err);
      if (!mayMeanApp(err)) return { ...result, stopped: { kind: "failed", err } };
      if (!isAppProven) {
        const stop = await proveApp(source, { ...draft, eventCount: 1 }, client, limitPerMinute);
        if (stop) return { ...result, stopped: stop };
        isAppProven = true;
      }
      if (err.kind !== "refused") return { ...result, stopped: { kind: "failed", err } };

      const [only] = part;
      if (part.length === 1 && only) {
        const reason = `Heap refused it: ${err.words || `status ${err.status}`}`;
        result.settled.push(
          Object.assign(only, { outcome: "quarantined" as const, reason, field: null, deliveryId }),
        );
      } else {
        const middle = Math.ceil(part.length / 2);
        waiting.push(part.slice(middle), part.slice(0, middle));
      }
    }
  }

  return result;
}

/** Sends the event known to be good. Null when Heap takes it; otherwise why sending stops. */
async function proveApp(
  source: ForwardableSource,
  draft: DeliveryDraft,
  client: HeapTrackClient,
  limitPerMinute: number,
): Promise<Stop | null> {
  const reservation = await bookDelivery(draft, limitPerMinute);
  if (reservation.kind === "wait") return { kind: "paced", waitSeconds: reservation.waitSeconds };

  const event = knownGoodEvent({ id: source.id, prefix: source.mapping.prefix }, new Date());
  try {
    const { status, words } = await client.track({ appId: source.heapAppId, events: [event] });
    await closeAccepted(pool, [{ id: reservation.deliveryId, status, words }]);
    return null;
  } catch (err) {
    if (!(err instanceof VendorError)) throw err;
    await closeUnaccepted(reservation.deliveryId, err);
    return { kind: mayMeanApp(err) ? "app_refused" : "failed", err };
  }
}

/** Heap does not say how it refuses an app id that it does not know: with 400, like a bad event, or with 404. */
function mayMeanApp({ kind }: VendorError): boolean {
  return kind === "refused" || kind === "not_found";
}
