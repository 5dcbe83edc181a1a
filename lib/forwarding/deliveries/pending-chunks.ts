import {
  type Entry,
  mapPlaces,
  type RawBatch,
  readBatch,
  unreadableEntry,
} from "@/lib/forwarding/batches/map-batch";
import { type Marked, markKnown } from "@/lib/forwarding/batches/mark-known";
import { beginReading, endReading, setAside } from "@/lib/forwarding/batches/set-aside";
import {
  type ForwardableSource,
  findForwardableSources,
  findRecorded,
  MAX_BATCHES,
  type PendingBatch,
  takePending,
} from "@/lib/forwarding/batches/take-pending";
import { withSuppressed } from "@/lib/forwarding/mapping/with-suppressed";
import { log } from "@/lib/kernel/log";
import { openQueue } from "@/lib/kernel/queue";
import { MAX_EVENTS_PER_CALL } from "@/lib/vendors/heap/limits";
import { addHeld, type HeldEvents } from "./hold-batches";
import { noteNewTypes } from "./note-new-types";
import { noteWorkspace } from "./note-workspace";

/** Mapped events of one source for at most one call to Heap, with duplicates marked. */
export interface Chunk {
  source: ForwardableSource;
  entries: readonly (Entry & Marked)[];
  /** The batches that end with this chunk. */
  batchIds: readonly string[];
  /** Of those, what waits in them for a decision about its type. */
  held: ReadonlyMap<string, HeldEvents>;
}

/** The pending batches of a Heap app in chunks. What comes after the last look is left to whoever looks again. */
export interface PendingChunks {
  /** The next chunk; null when there are no more. One caller at a time. */
  next(): Promise<Chunk | null>;
  /** Reports that a chunk is in the books; batches in `heldBack` wait and are not taken again. */
  settle(chunk: Chunk, heldBack: ReadonlySet<string>): void;
  /** The batches taken that are not settled. */
  taken(): string[];
  /** Leaves out the batches of a chunk that something is wrong with. @throws what is wrong, unless it reads with care */
  leaveOut(err: unknown): void;
  /** Whether something was left out. */
  hasLeftOut(): boolean;
}

/**
 * Reads the pending batches of all sources that share a Heap app, in turns, and maps the next chunk while the last is
 * on its way. It remembers what is out and not yet in the books, so that no batch is taken twice and a repeated event
 * is recognized as a duplicate.
 * @param readsWithCare takes one batch at a time and remembers that it is being read, since the last slices ended their
 *   process or threw: so only the batch at fault is blamed, and the others go on without it
 */
export function readPendingChunks(heapApp: string, readsWithCare: boolean): PendingChunks {
  const batchesOut = new Set<string>();
  const eventsOut = new Set<string>();
  const chunks = inTurns();
  let leftOut = 0;
  let isMoreLeft = true;
  let ahead: Promise<IteratorResult<Chunk, void>> | null = null;

  async function* inTurns(): AsyncGenerator<Chunk, void> {
    while (isMoreLeft) {
      isMoreLeft = false;
      for (const source of await findForwardableSources(heapApp)) {
        try {
          yield* take(source);
        } catch (err) {
          leaveOut(err);
          isMoreLeft = true;
        }
      }
    }
  }

  async function* take(found: ForwardableSource): AsyncGenerator<Chunk, void> {
    const limit = readsWithCare ? 1 : MAX_BATCHES;
    const { batches, hasMore } = await takePending({ sourceId: found.id, except: [...batchesOut], limit });
    if (hasMore) isMoreLeft = true;
    const batchIds = batches.map((batch) => batch.id);
    for (const id of batchIds) batchesOut.add(id);

    let batchesRead: readonly BatchRead[] = [];
    let source = found;
    const held = new Map<string, HeldEvents>();
    // Only a batch that is taken alone can have more events than one call.
    const end = Math.max(0, ...batches.map((batch) => batch.accepted));
    for (let from = 0; from < end; from += MAX_EVENTS_PER_CALL) {
      const until = from + MAX_EVENTS_PER_CALL;
      const isEnd = until >= end;
      const read = async () => {
        if (from === 0) {
          batchesRead = await readAll(batches, readsWithCare);
          source = await withSuppressed(await noteWorkspace(found, batchesRead), batchesRead);
        }
        const marked = await markRepeated(source, await mapRange(source, batchesRead, [from, until]));
        source = await noteNewTypes(source, marked);
        if (readsWithCare && isEnd) await endReading(batchIds);
        return marked;
      };
      const entries = readsWithCare ? await carefulReading.run(read) : await read();
      addHeld(held, entries);
      if (entries.length > 0)
        yield { source, entries, batchIds: isEnd ? batchIds : [], held: isEnd ? held : NOTHING_HELD };
    }
  }

  async function markRepeated(
    source: ForwardableSource,
    entries: readonly Entry[],
  ): Promise<Chunk["entries"]> {
    const eventIds = entries.flatMap((entry) => entry.eventId ?? []);
    // First what is out, then what is in the books: what moves from one to the other in between is seen in both.
    const out = new Set(eventIds.filter((id) => eventsOut.has(outKey(source.id, id))));
    const looked = await markKnown(source.id, entries, out);
    for (const id of eventIds) eventsOut.add(outKey(source.id, id));
    return looked;
  }

  function leaveOut(err: unknown): void {
    if (!readsWithCare || leftOut++ >= MOST_LEFT_OUT) throw err;
    log.error({ err, heapApp }, "a batch is left out until the next slice; the others go on");
  }

  return {
    leaveOut,
    hasLeftOut: () => leftOut > 0,
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
    taken: () => [...batchesOut],
  };
}

/**
 * One batch at a time is read with care in this process, whatever app it is of: whoever ends the process is one of few, not
 * one of all that are read side by side.
 */
const carefulReading = openQueue({ places: 1, maxWaiting: Number.POSITIVE_INFINITY });

/** If more than this cannot be read or recorded in one slice, something is wrong with more than some batches. */
const MOST_LEFT_OUT = 20;

const NOTHING_HELD: ReadonlyMap<string, HeldEvents> = new Map();

/** Reads batches; those that cannot be read, or end the process again and again, are set aside. */
async function readAll(batches: readonly PendingBatch[], isCareful: boolean): Promise<BatchRead[]> {
  const batchesRead: BatchRead[] = [];
  for (const batch of batches) {
    const mayRead = !isCareful || (await beginReading(batch.id));
    const { events } = mayRead ? await readBatch(batch) : { events: null };
    const isSound = events?.length === batch.accepted;
    if (!isSound) await setAside(batch.id);
    batchesRead.push({ ...batch, events: isSound ? events : null });
  }
  return batchesRead;
}

type BatchRead = PendingBatch & RawBatch;

/** Maps the events of a range of places in each batch that are not in the books yet. */
async function mapRange(
  source: ForwardableSource,
  batches: readonly BatchRead[],
  [from, until]: readonly [number, number],
): Promise<Entry[]> {
  const begun = batches.filter((batch) => batch.recorded > 0).map((batch) => batch.id);
  const recorded = await findRecorded(begun, [from, until]);

  const entries: Entry[] = [];
  for (const batch of batches) {
    const places: number[] = [];
    for (let index = from; index < Math.min(until, batch.accepted); index++) {
      if (!recorded.has(`${batch.id}/${index}`)) places.push(index);
    }
    const mapped = batch.events
      ? await mapPlaces(batch, places, source.mapping)
      : places.map((index) => unreadableEntry(batch.id, index));
    for (const entry of mapped) entries.push(entry);
  }
  return entries;
}

function outKey(sourceId: string, eventId: string): string {
  return `${sourceId}/${eventId}`;
}
