import { type Entry, mapBatch, markDuplicates } from "@/lib/batches/map-batch";
import { recordOutcomes } from "@/lib/batches/record-outcomes";
import {
  type ForwardableSource,
  findForwardableSources,
  findKnownEvents,
  findRecorded,
  takePending,
} from "@/lib/batches/take-pending";
import { MAX_EVENTS_PER_CALL } from "@/lib/heap/limits";
import { noteAlive, noteSuccess, noteWait } from "./heap-app";
import { heapGatewayOf } from "./heap-gateway";
import { findOverLimit } from "./over-limit";
import { pauseFor } from "./pause-for";
import { type SentEvents, sendEvents } from "./send-events";

/** A slice ends after this long, so that a step of the function stays short. */
const SLICE_SECONDS = 15;
/** Events held back by Heap's limit per identity fit again within this time. */
const IDENTITY_WAIT_SECONDS = 60;

export interface Slice {
  /** Events that got their outcome. */
  recorded: number;
  /** Nothing pending is left that could be forwarded. */
  done: boolean;
  /** How long to wait before the next slice; 0 to go on at once. */
  waitSeconds: number;
}

/**
 * Forwards pending batches of all sources that share one Heap app, in turns, for one bounded slice of time: map, drop
 * duplicates, send, record. Whatever stops it, unrecorded events stay pending and are sent again with the same
 * idempotency key, which changes nothing in Heap.
 * @param heapApp `<region>:<app id>`
 */
export async function forwardSlice(heapApp: string): Promise<Slice> {
  const deadlineMs = Date.now() + SLICE_SECONDS * 1_000;
  const heldBack: string[] = [];
  let recorded = 0;
  await noteAlive(heapApp);

  while (Date.now() < deadlineMs) {
    const sources = await findForwardableSources(heapApp);
    let taken = 0;

    for (const source of sources) {
      const chunk = await takeChunk(source, heldBack);
      if (!chunk) continue;

      taken++;
      const sent = await forwardChunk(source, heapApp, chunk);
      recorded += sent.recorded;
      heldBack.push(...sent.heldBack);
      if (sent.stopped) return { recorded, done: false, waitSeconds: await pauseFor(heapApp, sent.stopped) };
    }

    if (taken > 0) continue;
    if (heldBack.length === 0) return { recorded, done: true, waitSeconds: 0 };
    await noteWait(heapApp, IDENTITY_WAIT_SECONDS);
    return { recorded, done: false, waitSeconds: IDENTITY_WAIT_SECONDS };
  }

  return { recorded, done: false, waitSeconds: 0 };
}

async function takeChunk(source: ForwardableSource, except: readonly string[]): Promise<Entry[] | null> {
  const batches = await takePending(source.id, except);
  if (batches.length === 0) return null;

  const begun = await findRecorded(batches.filter((batch) => batch.recorded > 0).map((batch) => batch.id));
  const entries = batches.flatMap((batch) => mapBatch(batch, source.mapping));
  return begun.size ? entries.filter((entry) => !begun.has(`${entry.batchId}/${entry.index}`)) : entries;
}

async function forwardChunk(
  source: ForwardableSource,
  heapApp: string,
  entries: Entry[],
): Promise<{ recorded: number; heldBack: string[]; stopped: SentEvents["stopped"] }> {
  const eventIds = entries.flatMap((entry) => entry.eventId ?? []);
  markDuplicates(entries, await findKnownEvents(source.id, eventIds));

  const { client, limitPerMinute } = heapGatewayOf(source);

  let recorded = await recordOutcomes(
    source,
    entries.filter((entry) => !entry.heap),
    [],
  );
  const sendable = entries.filter((entry) => entry.heap);
  const heldBack = new Set<string>();

  for (let start = 0; start < sendable.length; start += MAX_EVENTS_PER_CALL) {
    const group = sendable.slice(start, start + MAX_EVENTS_PER_CALL);
    const over = await findOverLimit(heapApp, group, limitPerMinute);
    for (const entry of group) if (over.has(entry.identity ?? "")) heldBack.add(entry.batchId);

    const ready = group.filter((entry) => !over.has(entry.identity ?? ""));
    const sent = await sendEvents(source, heapApp, ready, client, limitPerMinute);
    recorded += await recordOutcomes(source, sent.settled, sent.accepted);
    if (sent.accepted.length > 0) await noteSuccess(heapApp);
    if (sent.stopped) return { recorded, heldBack: [...heldBack], stopped: sent.stopped };
  }

  return { recorded, heldBack: [...heldBack], stopped: null };
}
