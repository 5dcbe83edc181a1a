import { type Entry, mapBatch, markDuplicates } from "@/lib/forwarding/batches/map-batch";
import {
  type ForwardableSource,
  findForwardableSources,
  findKnownEvents,
  findRecorded,
  takePending,
} from "@/lib/forwarding/batches/take-pending";
import { MAX_EVENTS_PER_CALL } from "@/lib/vendors/heap/limits";

/** Mapped events of one source for at most one call to Heap, with duplicates marked. */
export interface Chunk {
  source: ForwardableSource;
  entries: readonly Entry[];
  /** The batches that end with this chunk. */
  batchIds: readonly string[];
}

/** The pending batches of a Heap app in chunks. */
export interface PendingChunks {
  /** The next chunk; null when there are no more. One caller at a time. */
  next(): Promise<Chunk | null>;
  /** Reports that a chunk is in the books; batches in `heldBack` wait and are not taken again. */
  settle(chunk: Chunk, heldBack: ReadonlySet<string>): void;
}

/**
 * Reads the pending batches of all sources that share a Heap app, in turns, and maps the next chunk while the last is
 * on its way. It remembers what is out and not yet in the books, so that no batch is taken twice and a repeated event
 * is recognised as a duplicate.
 */
export function readPendingChunks(heapApp: string): PendingChunks {
  const batchesOut = new Set<string>();
  const eventsOut = new Set<string>();
  const chunks = inTurns();
  let ahead: Promise<IteratorResult<Chunk, void>> | null = null;

  async function* inTurns(): AsyncGenerator<Chunk, void> {
    for (let found = true; found; ) {
      found = false;
      for (const source of await findForwardableSources(heapApp)) {
        const taken = await take(source);
        if (taken.length > 0) found = true;
        yield* taken;
      }
    }
  }

  async function take(source: ForwardableSource): Promise<Chunk[]> {
    const batches = await takePending(source.id, [...batchesOut]);
    const batchIds = batches.map((batch) => batch.id);
    for (const id of batchIds) batchesOut.add(id);

    const begun = await findRecorded(batches.filter((batch) => batch.recorded > 0).map((batch) => batch.id));
    const mapped = batches.flatMap((batch) => mapBatch(batch, source.mapping));
    const entries = begun.size
      ? mapped.filter((entry) => !begun.has(`${entry.batchId}/${entry.index}`))
      : mapped;
    await markKnown(source, entries);
    return inCalls(source, entries, batchIds);
  }

  async function markKnown(source: ForwardableSource, entries: readonly Entry[]): Promise<void> {
    const eventIds = entries.flatMap((entry) => entry.eventId ?? []);
    // First what is out, then what is in the books: what moves from one to the other in between is seen in both.
    const out = eventIds.filter((id) => eventsOut.has(outKey(source.id, id)));
    const known = await findKnownEvents(source.id, eventIds);
    markDuplicates(entries, out.length ? new Set([...known, ...out]) : known);
    for (const id of eventIds) eventsOut.add(outKey(source.id, id));
  }

  return {
    async next() {
      const taken = await (ahead ?? chunks.next());
      ahead = chunks.next();
      // Thrown to the caller that takes the chunk; if there is none, it does not matter.
      ahead.catch(() => undefined);
      return taken.value ?? null;
    },
    settle({ source, entries, batchIds }, heldBack) {
      for (const id of batchIds) if (!heldBack.has(id)) batchesOut.delete(id);
      for (const { eventId } of entries) if (eventId !== null) eventsOut.delete(outKey(source.id, eventId));
    },
  };
}

/** Cuts what was taken into calls; a batch is out until the last of them is in the books. */
function inCalls(source: ForwardableSource, entries: readonly Entry[], batchIds: readonly string[]): Chunk[] {
  const chunks: Chunk[] = [];
  for (let start = 0; start < entries.length; start += MAX_EVENTS_PER_CALL) {
    const end = start + MAX_EVENTS_PER_CALL;
    const isLast = end >= entries.length;
    chunks.push({ source, entries: entries.slice(start, end), batchIds: isLast ? batchIds : [] });
  }
  return chunks;
}

function outKey(sourceId: string, eventId: string): string {
  return `${sourceId}/${eventId}`;
}
