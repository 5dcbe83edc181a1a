import { type Mapping, mapEvent } from "@/lib/forwarding/mapping/map-event";
import { parseCurrentsBody } from "@/lib/vendors/braze/currents-request";
import type { HeapEvent } from "@/lib/vendors/heap/track-client";
import type { Outcome } from "@/prisma/generated/enums";
import type { PendingBatch } from "./take-pending";

/** One event on its way into the books. */
export interface Entry {
  batchId: string;
  index: number;
  eventId: string | null;
  type: string | null;
  timeMs: number | null;
  identity: string | null;
  /** What to send to Heap; null when the outcome needs no call. */
  heap: HeapEvent | null;
  /** `forward` until Heap has answered the call it is in. */
  outcome: "forward" | Outcome;
  field: string | null;
  reason: string | null;
  deliveryId: string | null;
}

/** An entry with the outcome it gets in the books. */
export type SettledEntry = Entry & { outcome: Outcome };

/** Whether an entry has its outcome without a call to Heap. */
export function needsNoCall(entry: Entry): entry is SettledEntry {
  return entry.heap === null;
}

/** Maps every event of a stored batch, in order. Pure. */
export function mapBatch(batch: PendingBatch, mapping: Mapping): Entry[] {
  const parsed = parseCurrentsBody(batch.body.toString("utf8"));
  if (parsed.kind !== "batch") throw new Error(`batch ${batch.id} was stored without events`);

  return parsed.events.map((raw, index) => {
    const mapped = mapEvent(raw, mapping);
    const common = {
      batchId: batch.id,
      index,
      deliveryId: null,
      field: null,
      reason: null,
      identity: null,
      heap: null,
    };

    if (mapped.outcome === "forward") {
      const { braze, heap } = mapped;
      return {
        ...common,
        eventId: braze.id,
        type: braze.type,
        timeMs: braze.timeMs,
        identity: heap.identity,
        heap,
        outcome: "forward",
      };
    }
    const { id, type, timeMs, reason, outcome } = mapped;
    const fault =
      mapped.outcome === "quarantined" ? { field: mapped.field, identity: mapped.identity ?? null } : {};
    return { ...common, eventId: id, type, timeMs, reason, outcome, ...fault };
  });
}

/**
 * Marks as duplicates the events whose id is in `known` or came earlier in the list, so that they are not sent again.
 * Pure except for the entries it marks.
 */
export function markDuplicates(entries: readonly Entry[], known: ReadonlySet<string>): void {
  const seen = new Set<string>();
  for (const entry of entries) {
    if (entry.eventId === null) continue;

    if (known.has(entry.eventId) || seen.has(entry.eventId)) {
      Object.assign(entry, { outcome: "duplicate", heap: null, reason: null, field: null });
    }
    seen.add(entry.eventId);
  }
}
