import { ERASED_ON_REQUEST } from "@/lib/forwarding/mapping/erased-event";
import { type MappedEvent, type Mapping, mapEvent } from "@/lib/forwarding/mapping/map-event";
import { type MessageAboutUser, readMessageAboutUser } from "@/lib/forwarding/mapping/message-about-user";
import type { RuledProperty } from "@/lib/forwarding/mapping/property-rules";
import type { UserValue } from "@/lib/forwarding/mapping/user-values";
import { takeTurns } from "@/lib/kernel/event-loop-turns";
import { parseCurrentsBody } from "@/lib/vendors/braze/currents-request";
import type { HeapEvent } from "@/lib/vendors/heap/track-client";
import type { Outcome } from "@/prisma/generated/enums";
import { unzipBody } from "./stored-body";

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
  /** `forward` until Heap has answered the call it is in; `held` until a person has decided about its type. */
  outcome: "forward" | "held" | Outcome;
  field: string | null;
  reason: string | null;
  deliveryId: string | null;
  /** What an event that is a message about a user says. */
  about: MessageAboutUser | null;
  /** What becomes a user property in Heap once the event is forwarded; null when nothing does. */
  user: readonly UserValue[] | null;
  /** Of how many of its properties Heap does not get everything. */
  leftOut: number;
  /** How many of its properties rules dropped, and how many they hashed. */
  dropped: number;
  hashed: number;
}

/** An entry with the outcome it gets in the books. */
export type SettledEntry = Entry & { outcome: Outcome };

/** Whether an entry has its outcome without a call to Heap. */
export function needsNoCall<E extends Entry>(entry: E): entry is E & SettledEntry {
  return entry.heap === null && entry.outcome !== "held";
}

/** The events of a stored batch as Braze sent them; null when it cannot be read. */
export interface RawBatch {
  id: string;
  events: readonly unknown[] | null;
}

/**
 * Reads the events of a stored batch, and takes turns with others when it is long. No batch is accepted unless it can
 * be read; one that cannot was changed in the database or stored by another version. Pure.
 * @param batch its body in either form in which it is stored
 */
export async function readBatch(batch: { id: string; body: Buffer }): Promise<RawBatch> {
  const parsed = await parseCurrentsBody(await unzipBody(batch.body));
  return { id: batch.id, events: parsed.kind === "batch" ? parsed.events : null };
}

/**
 * Maps some events of a batch in the order given, and takes turns with others when it takes long. Leaves out places
 * that the batch does not have. Pure.
 */
export async function mapPlaces(
  { id, events }: RawBatch,
  places: Iterable<number>,
  mapping: Mapping,
): Promise<Entry[]> {
  const turns = takeTurns();
  const nowMs = Date.now();
  const entries: Entry[] = [];
  for (const index of places) {
    if (turns.isOver()) await turns.next();
    if (events && index < events.length)
      entries.push(toEntry(id, index, events[index], mapEvent(events[index], mapping, nowMs)));
  }
  return entries;
}

/** Why such an event is quarantined; stored with it. */
export const UNREADABLE_REQUEST = "the stored request cannot be read";

/** The entry of an event that cannot be read any more: a person should look at its batch. */
export function unreadableEntry(batchId: string, index: number): SettledEntry {
  return {
    batchId,
    index,
    eventId: null,
    type: null,
    timeMs: null,
    identity: null,
    heap: null,
    outcome: "quarantined",
    field: "events",
    reason: UNREADABLE_REQUEST,
    deliveryId: null,
    about: null,
    user: null,
    leftOut: 0,
    dropped: 0,
    hashed: 0,
  };
}

// Written out, as above: entries put together from parts took twice the time, and every loop over them too.
function toEntry(batchId: string, index: number, raw: unknown, mapped: MappedEvent): Entry {
  const isForwarded = mapped.outcome === "forward";
  const { id, type, timeMs } = isForwarded ? mapped.braze : mapped;
  const { heap, user, leftOut, ruled } = isForwarded ? mapped : NOTHING_SENT;
  const fault = mapped.outcome === "quarantined" ? mapped : null;
  const dropped = countDropped(ruled);
  return {
    batchId,
    index,
    eventId: id,
    type,
    timeMs,
    identity: heap ? heap.identity : (fault?.identity ?? null),
    heap,
    outcome: mapped.outcome,
    field: fault ? fault.field : null,
    reason: isForwarded ? null : mapped.reason,
    deliveryId: null,
    about: isForwarded ? null : aboutUser(raw, mapped),
    user: user ?? null,
    leftOut: leftOut ? leftOut.length : 0,
    dropped,
    hashed: ruled ? ruled.length - dropped : 0,
  };
}

const NOTHING_SENT = { heap: null, user: undefined, leftOut: undefined, ruled: undefined };

function countDropped(ruled: readonly RuledProperty[] | undefined): number {
  return ruled ? ruled.filter(({ action }) => action === "drop").length : 0;
}

/** What a message about a user says. A merge of somebody who was deleted on request would keep their ids. */
function aboutUser(
  raw: unknown,
  { outcome, reason }: { outcome: string; reason: string },
): MessageAboutUser | null {
  const message = readMessageAboutUser(raw);
  const isKept = outcome === "filtered" && reason !== ERASED_ON_REQUEST;
  return isKept || message?.kind === "deletion" ? message : null;
}

/**
 * Marks as duplicates the events whose id is in `known` or came earlier in the list, so that they are not sent again.
 * What one says about a user to delete stays: whether that was kept before is seen where it is kept. Pure except for
 * the entries it marks.
 */
export function markDuplicates(entries: readonly Entry[], known: ReadonlySet<string>): void {
  const seen = new Set<string>();
  for (const entry of entries) {
    if (entry.eventId === null) continue;

    if (known.has(entry.eventId) || seen.has(entry.eventId)) {
      const about = entry.about?.kind === "deletion" ? entry.about : null;
      Object.assign(entry, { outcome: "duplicate", heap: null, reason: null, field: null, about });
    }
    seen.add(entry.eventId);
  }
}
