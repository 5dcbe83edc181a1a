import { lowestBatchId } from "@/lib/forwarding/batches/lowest-batch-id";
import { type Entry, mapPlaces, type RawBatch, readBatch } from "@/lib/forwarding/batches/map-batch";
import { findRecorded } from "@/lib/forwarding/batches/take-pending";
import type { Mapping } from "@/lib/forwarding/mapping/map-event";
import {
  type EncryptedMapping,
  MAPPING_OF_SOURCE,
  readMapping,
} from "@/lib/forwarding/mapping/mapping-of-source";
import { recordedEvents } from "@/lib/kernel/batch-counts";
import { pool } from "@/lib/kernel/database";
import type { EventFilter } from "./event-input";
import type { EventRow } from "./event-view";
import type { EventKey, LookedBack } from "./look-back";

/** How much of the waiting batches one call reads, to bound time and memory. One batch always fits. */
const MAX_BATCHES = 50;
const MAX_EVENTS = 5_000;
const MAX_BYTES = 4 * 1024 * 1024;
/** So many events are mapped at a time: most pages need no more. */
const RANGE_EVENTS = 1_000;

interface WaitingBatch {
  id: string;
  sourceId: string;
  /** @neverNull bodies are pruned of batches that are done only */
  body: Buffer;
  recorded: number;
  receivedAt: Date;
  isSimulated: boolean;
  mapping: EncryptedMapping;
  /** There are more batches after those read. */
  isLast: boolean;
}

/**
 * The events that wait for their outcome, read from the bodies of the latest waiting batches. Name and identity
 * follow the source's current settings.
 */
export async function listPending(
  sourceIds: readonly string[],
  filter: EventFilter,
  before: EventKey | null,
): Promise<LookedBack> {
  const batches = await readWaiting(sourceIds, filter, before);
  const rows: EventRow[] = [];
  for (const batch of batches) {
    if (rows.length > filter.limit) break;
    const raw = await readBatch(batch);
    const mapping = readMapping(batch.mapping);
    for (
      let until = raw.events?.length ?? 0;
      until > 0 && rows.length <= filter.limit;
      until -= RANGE_EVENTS
    ) {
      const found = await readRange(batch, raw, mapping, [Math.max(0, until - RANGE_EVENTS), until]);
      for (const row of found) {
        if ((!before || isBefore([row.batchId, row.index], before)) && passes(row, filter)) rows.push(row);
      }
    }
  }
  const last = batches.at(-1);
  return {
    rows: rows.slice(0, filter.limit + 1),
    reached: last && !last.isLast ? { key: [last.id, 0], receivedAt: last.receivedAt } : null,
  };
}

async function readWaiting(
  sourceIds: readonly string[],
  filter: EventFilter,
  before: EventKey | null,
): Promise<WaitingBatch[]> {
  const { rows } = await pool.query<WaitingBatch>(read(before?.[1] === 0 ? "<" : "<="), [
    sourceIds,
    before?.[0] ?? null,
    filter.from ? lowestBatchId(new Date(filter.from)) : null,
    filter.to ? lowestBatchId(new Date(filter.to)) : null,
    filter.batchId ?? null,
  ]);
  return rows;
}

// A batch whose first event was shown has no more to show.
const read = (isBefore: "<" | "<=") => `
  WITH candidate AS (
    SELECT b.*, row_number() OVER latest AS place, sum(accepted) OVER latest AS events,
           sum(byte_size) OVER latest AS bytes, count(*) OVER () AS candidates
    FROM (
      SELECT w.* FROM unnest($1::uuid[]) AS s (id)
      CROSS JOIN LATERAL (
        SELECT * FROM batch
        WHERE source_id = s.id AND state = 'pending'
          AND ($2::uuid IS NULL OR id ${isBefore} $2::uuid)
          AND ($3::uuid IS NULL OR id >= $3::uuid)
          AND ($4::uuid IS NULL OR id < $4::uuid)
          AND ($5::uuid IS NULL OR id = $5::uuid)
        ORDER BY id DESC LIMIT ${MAX_BATCHES + 1}
      ) w
      ORDER BY w.id DESC LIMIT ${MAX_BATCHES + 1}
    ) b
    WINDOW latest AS (ORDER BY id DESC)
  )
  SELECT c.id, c.source_id AS "sourceId", c.body, c.received_at AS "receivedAt", c.is_simulated AS "isSimulated",
         ${recordedEvents("c")} AS recorded, c.place = c.candidates AS "isLast",
         ${MAPPING_OF_SOURCE} AS mapping
  FROM candidate c JOIN source s ON s.id = c.source_id
  WHERE c.place = 1 OR (c.place <= ${MAX_BATCHES} AND c.events <= ${MAX_EVENTS} AND c.bytes <= ${MAX_BYTES})
  ORDER BY c.id DESC`;

/** The events of a range that still wait, the last one first. */
async function readRange(
  batch: WaitingBatch,
  raw: RawBatch,
  mapping: Mapping,
  [from, until]: readonly [number, number],
): Promise<EventRow[]> {
  const recorded = await findRecorded(batch.recorded > 0 ? [batch.id] : [], [from, until]);
  const places = Array.from({ length: until - from }, (_, place) => until - 1 - place);
  const waiting = places.filter((index) => !recorded.has(`${batch.id}/${index}`));
  return (await mapPlaces(raw, waiting, mapping)).map((entry) => toRow(batch, entry));
}

function toRow(batch: WaitingBatch, entry: Entry): EventRow {
  return {
    batchId: batch.id,
    index: entry.index,
    sourceId: batch.sourceId,
    eventId: entry.eventId,
    type: entry.type,
    name: entry.heap?.event ?? null,
    identity: entry.identity,
    occurredAt: entry.timeMs === null ? null : new Date(entry.timeMs),
    outcome: "pending",
    field: null,
    reason: entry.outcome === "held" ? entry.reason : null,
    deliveryId: null,
    recordedAt: null,
    receivedAt: batch.receivedAt,
    isSimulated: batch.isSimulated,
  };
}

function isBefore(key: EventKey, before: EventKey): boolean {
  return key[0] === before[0] ? key[1] < before[1] : key[0] < before[0];
}

function passes(row: EventRow, filter: EventFilter): boolean {
  return (["type", "identity", "eventId", "batchId", "deliveryId"] as const).every(
    (name) => filter[name] === undefined || row[name] === filter[name],
  );
}
