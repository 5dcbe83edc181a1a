import { needsNoCall } from "@/lib/forwarding/batches/map-batch";
import { hasPending } from "@/lib/forwarding/batches/take-pending";
import { sendUserProperties } from "@/lib/forwarding/user-properties/send-user-properties";
import { openFlight } from "@/lib/kernel/flight";
import { MAX_OPEN_SLICES } from "@/lib/kernel/open-slices";
import { type Turn, withTurn } from "@/lib/kernel/with-turn";
import { heapGatewayOf } from "@/lib/vendors/heap/track-gateway";
import { findOverLimit } from "./find-over-limit";
import { enterHeapApp, leaveHeapApp, noteBegin, noteEnd, noteSuccess, noteWait } from "./heap-app";
import { holdBatches } from "./hold-batches";
import { pauseFor } from "./pause-for";
import { type Chunk, readPendingChunks } from "./pending-chunks";
import { recordOutcomes } from "./record-outcomes";
import { type SentEvents, sendEvents } from "./send-events";
import { noteForwardingFreed, noteForwardingStuck } from "./stuck-forwarding";

/** A slice ends after this long, so that a step of the function stays short. */
const SLICE_SECONDS = 15;
/** Events held back by Heap's limit per identity fit again after this time. */
const IDENTITY_WAIT_SECONDS = 60;
/** After the connection that held the turn broke. */
const LOST_TURN_SECONDS = 1;
/** After this many slices in a row that ended with their process or threw, batches are read with care. */
const OPEN_SLICES_BEFORE_CARE = 3;

export interface Slice {
  /** Events that got their outcome. */
  recorded: number;
  /** Nothing is left that could be sent now. */
  done: boolean;
  /** How long to wait before the next slice; 0 to continue at once. */
  waitSeconds: number;
}

/** A slice, and the batches that it took and left pending. */
interface SliceAlone extends Slice {
  left: string[];
}

/** The result of sending a chunk. */
interface SentChunk extends SentEvents<Chunk["entries"][number]> {
  /** Batches with events that wait because of Heap's limit per identity. */
  heldBack: ReadonlySet<string>;
}

/**
 * Forwards pending batches of all sources that share one Heap app, in turns, for one bounded slice of time: map, drop
 * duplicates, send, record. One call is out at a time; during it the last one is recorded and the next one mapped.
 * Whatever stops it, unrecorded events stay pending and are sent again with the same idempotency key, which changes
 * nothing in Heap.
 *
 * What is owed of users' properties follows the events, for a short time of its own, and never holds them up.
 *
 * One process at a time forwards to a Heap app: whoever finds its turn taken does nothing. Whoever had it looks once more
 * after giving it back, so that a batch is not forgotten whose hint came in the meantime.
 * @param heapApp `<region>:<app id>`
 */
export async function forwardSlice(heapApp: string): Promise<Slice> {
  const alone = await forwardIfFree(heapApp, SLICE_SECONDS);
  if (!alone) return { recorded: 0, done: true, waitSeconds: 0 };

  const { left, ...slice } = alone;
  return { ...slice, done: slice.done && !(await hasPending(heapApp, left)) };
}

/**
 * `forwardSlice` without the look for what came in the meantime: for whoever looks again anyway.
 * @param maxSeconds after which no more is taken
 * @returns null when the turn of the app is taken
 */
export async function forwardIfFree(heapApp: string, maxSeconds: number): Promise<SliceAlone | null> {
  return withTurn(`forward ${heapApp}`, (turn) => forwardAlone(heapApp, turn, maxSeconds));
}

async function forwardAlone(heapApp: string, turn: Turn, maxSeconds: number): Promise<SliceAlone> {
  const admission = await enterHeapApp(heapApp);
  if (admission.kind === "wait")
    return { recorded: 0, done: false, waitSeconds: admission.seconds, left: [] };

  const deadlineMs = Date.now() + maxSeconds * 1_000;
  const brokenOff = await noteBegin(heapApp);
  if (brokenOff >= MAX_OPEN_SLICES) await noteForwardingStuck(heapApp);
  const chunks = readPendingChunks(heapApp, brokenOff >= OPEN_SLICES_BEFORE_CARE);
  const flight = openFlight(1);
  let recorded = 0;
  let isSound = admission.isSound;
  let isHeldBack = false;
  let isAllTaken = false;
  let stopped: SentEvents["stopped"] = null;

  /** @returns null when the chunk was left out */
  async function send(chunk: Chunk): Promise<SentChunk | null> {
    try {
      const sent = await sendChunk(chunk, heapApp);
      stopped ??= sent.stopped;
      return sent;
    } catch (err) {
      chunks.leaveOut(err);
      return null;
    }
  }

  async function record(chunk: Chunk, sent: SentChunk | null): Promise<void> {
    if (!sent) return;
    try {
      await recordChunk(chunk, sent);
    } catch (err) {
      chunks.leaveOut(err);
    }
  }

  async function recordChunk(chunk: Chunk, sent: SentChunk): Promise<void> {
    const settled = [...chunk.entries.filter(needsNoCall), ...sent.settled];
    recorded += await recordOutcomes(chunk.source, settled, sent.accepted);
    if (sent.accepted.length > 0 && !isSound) {
      await noteSuccess(heapApp);
      isSound = true;
    }
    if (sent.heldBack.size > 0) isHeldBack = true;
    await holdBatches(chunk.source, chunk.held);
    chunks.settle(chunk, new Set([...sent.heldBack, ...chunk.held.keys()]));
  }

  try {
    while (Date.now() < deadlineMs) {
      await flight.untilFree();
      if (stopped) break;

      const chunk = await chunks.next();
      isAllTaken = chunk === null;
      if (!chunk) break;

      // Heap's limit per identity is calculated from the books, so they must be complete.
      if (Number.isFinite(heapGatewayOf(chunk.source).limitPerMinute)) await flight.land();
      flight.start(
        () => send(chunk),
        (sent) => record(chunk, sent),
      );
    }
  } finally {
    await flight.land();
  }
  const properties = stopped ? "all" : await sendUserProperties(heapApp);
  const result = { recorded, done: false, waitSeconds: 0, left: chunks.taken() };
  // Another process may have the turn by now, with a slice of its own that is open. The next one here ends in order.
  if (!turn.isHeld()) return { ...result, waitSeconds: LOST_TURN_SECONDS };
  if (!chunks.hasLeftOut()) {
    await noteEnd(heapApp);
    if (brokenOff >= MAX_OPEN_SLICES) await noteForwardingFreed(heapApp);
  }

  if (stopped) return { ...result, waitSeconds: await pauseFor(heapApp, stopped) };
  if (!isAllTaken) return result;
  if (admission.kind === "probe") await leaveHeapApp(heapApp);
  if (!isHeldBack) return { ...result, done: properties === "all" };
  await noteWait(heapApp, IDENTITY_WAIT_SECONDS);
  return { ...result, waitSeconds: IDENTITY_WAIT_SECONDS };
}

async function sendChunk({ source, entries }: Chunk, heapApp: string): Promise<SentChunk> {
  const { client, limitPerMinute } = heapGatewayOf(source);
  const sendable = entries.filter((entry) => entry.heap);
  const over = await findOverLimit(heapApp, sendable, limitPerMinute);
  const waiting = sendable.filter((entry) => over.has(entry.identity ?? ""));
  const ready = sendable.filter((entry) => !over.has(entry.identity ?? ""));

  const sent = await sendEvents(source, heapApp, ready, client, limitPerMinute);
  return { ...sent, heldBack: new Set(waiting.map((entry) => entry.batchId)) };
}
