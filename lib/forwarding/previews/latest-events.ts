import { readBatch } from "@/lib/forwarding/batches/map-batch";
import { hasBody, storedBody } from "@/lib/forwarding/batches/stored-body";
import type { Mapping } from "@/lib/forwarding/mapping/map-event";
import { withSuppressed } from "@/lib/forwarding/mapping/with-suppressed";
import { pool } from "@/lib/kernel/database";
import { takeTurns } from "@/lib/kernel/event-loop-turns";

/** The latest events that are looked at, and how much of bodies is read for them. One batch always fits. Our choice. */
export const MAX_EVENTS = 500;
const MAX_BATCHES = 50;
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Goes through a source's latest events, newest batch first, until enough of them have counted.
 * @param tried the settings to try
 * @param visit told an event as Braze sent it, its place, and `tried` with who was deleted on request; says whether it counts
 */
export async function eachOfLatest(
  source: { customerId: string; id: string },
  tried: Mapping,
  visit: (raw: unknown, place: { batchId: string; index: number }, tried: Mapping) => boolean,
): Promise<void> {
  const turns = takeTurns();
  let counted = 0;
  for (const batch of await readLatest(source.id)) {
    if (counted >= MAX_EVENTS) break;
    const read = await readBatch(batch);
    // Whoever was deleted on request is filtered in either case, so one of the two need know.
    const { mapping } = await withSuppressed({ customerId: source.customerId, mapping: tried }, [read]);
    for (const [index, raw] of (read.events ?? []).entries()) {
      if (counted >= MAX_EVENTS) break;
      if (turns.isOver()) await turns.next();
      if (visit(raw, { batchId: batch.id, index }, mapping)) counted++;
    }
  }
}

interface StoredBatch {
  id: string;
  /** @neverNull only batches with a body are read */
  body: Buffer;
}

async function readLatest(sourceId: string): Promise<StoredBatch[]> {
  const { rows } = await pool.query<StoredBatch>(
    `SELECT id, body FROM (
       SELECT id, body, row_number() OVER latest AS place, sum(byte_size) OVER latest AS bytes
       FROM (
         SELECT id, ${storedBody("b")} AS body, byte_size FROM batch b WHERE source_id = $1 AND ${hasBody("b")}
         ORDER BY id DESC LIMIT ${MAX_BATCHES}
       ) newest
       WINDOW latest AS (ORDER BY id DESC)
     ) sized
     WHERE place = 1 OR bytes <= ${MAX_BYTES}
     ORDER BY id DESC`,
    [sourceId],
  );
  return rows;
}
