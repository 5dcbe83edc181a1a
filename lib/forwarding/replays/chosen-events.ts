import { lowestBatchId } from "@/lib/forwarding/batches/lowest-batch-id";
import { type Entry, mapPlaces, readBatch } from "@/lib/forwarding/batches/map-batch";
import { hasBody, storedBody } from "@/lib/forwarding/batches/stored-body";
import { issueOf } from "@/lib/forwarding/events/event-issue";
import { orderInSource } from "@/lib/forwarding/events/order-in-source";
import type { Mapping } from "@/lib/forwarding/mapping/map-event";
import { withSuppressed } from "@/lib/forwarding/mapping/with-suppressed";
import type { Queryable } from "@/lib/kernel/database";
import { COLUMNS, HAS_QUARANTINED, packsWith, unpacked } from "@/lib/kernel/packed-events";
import type { Outcome } from "@/prisma/generated/enums";
import type { ReplayFilter } from "./replay-input";

/** The size of one call to Heap; see lib/vendors/heap/limits.ts. */
const MAX_EVENTS = 1_000;
/** Bodies in memory at once; one batch always fits. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Which events of a source, and the event to continue after. */
export interface Choice {
  sourceId: string;
  outcome: Outcome;
  type: string | null;
  identity: string | null;
  issue: string | null;
  batchId: string | null;
  index: number | null;
  fromBatchId: string;
  untilBatchId: string;
  cursorBatchId: string | null;
  cursorIndex: number | null;
}

/** The outcome of an event so far. */
interface Before {
  outcome: Outcome;
  field: string | null;
  reason: string | null;
  name: string | null;
  deliveryId: string | null;
}

/** A chosen event, mapped again; `entry` is null when its batch's body is gone. */
export interface ChosenEvent {
  batchId: string;
  /** @neverNull every event has a place */
  index: number;
  before: Before;
  entry: Entry | null;
}

/** The filter as a choice, up to the batches received by `now`. */
export function choose(sourceId: string, filter: ReplayFilter, now = new Date()): Choice {
  return {
    sourceId,
    outcome: filter.outcome,
    type: filter.type ?? null,
    identity: filter.identity ?? null,
    issue: filter.issue ?? null,
    batchId: filter.event?.batchId ?? null,
    index: filter.event?.index ?? null,
    fromBatchId: lowestBatchId(filter.from ? new Date(filter.from) : new Date(0)),
    untilBatchId: lowestBatchId(filter.to ? new Date(filter.to) : new Date(now.getTime() + 1)),
    cursorBatchId: null,
    cursorIndex: null,
  };
}

const CHOSEN = `
  e.source_id = $1 AND e.outcome = $2::outcome
  AND ($3::text IS NULL OR e.type = $3) AND ($4::text IS NULL OR e.identity = $4)
  AND ($5::uuid IS NULL OR (e.batch_id = $5::uuid AND e.index = $6::int))
  AND e.batch_id >= $7::uuid AND e.batch_id < $8::uuid
  AND ($9::text IS NULL OR ${issueOf("e")} = $9)`;

/** Which packs events are chosen from, by the best index. */
const PACKS = {
  identity: unpacked(
    packsWith("identity", "$1::uuid::text", "$4::text", "batch_id >= $7::uuid AND batch_id < $8::uuid"),
  ),
  quarantined: unpacked(`(SELECT * FROM event_pack WHERE ${HAS_QUARANTINED}) p`),
  all: unpacked("event_pack p"),
} as const;

function packsOf({ identity, outcome }: Choice): keyof typeof PACKS {
  if (identity !== null) return "identity";
  return outcome === "quarantined" ? "quarantined" : "all";
}

function valuesOf(choice: Choice): unknown[] {
  const { sourceId, outcome, type, identity, batchId, index, fromBatchId, untilBatchId, issue } = choice;
  return [sourceId, outcome, type, identity, batchId, index, fromBatchId, untilBatchId, issue];
}

/** How many events match the choice now. */
export async function countChosen(db: Queryable, choice: Choice): Promise<number> {
  const { rows } = await db.query<{ total: number }>(
    `SELECT ((SELECT count(*) FROM event e WHERE ${CHOSEN})
           + (SELECT count(*) FROM ${PACKS[packsOf(choice)]} e WHERE ${CHOSEN}))::int AS total`,
    valuesOf(choice),
  );
  return rows[0]?.total ?? 0;
}

/**
 * The next events of the choice in the order received, at most one call's worth and 16 MiB of bodies, mapped again.
 */
export async function takeChosen(
  db: Queryable,
  choice: Choice,
  source: { customerId: string; mapping: Mapping },
  limit = MAX_EVENTS,
): Promise<ChosenEvent[]> {
  const { rows } = await db.query<Omit<ChosenEvent, "entry" | "before"> & Before>(take(packsOf(choice)), [
    ...valuesOf(choice),
    choice.cursorBatchId,
    choice.cursorIndex,
    Math.min(limit, MAX_EVENTS),
    MAX_BYTES,
  ]);
  const entries = await mapChosen(db, rows, source);
  return rows.map(({ batchId, index, ...before }) => ({
    batchId,
    index,
    before,
    entry: entries.get(`${batchId}/${index}`) ?? null,
  }));
}

const next = (from: string) => `
  SELECT ${COLUMNS} FROM ${from} e
  WHERE ${CHOSEN} AND ($10::uuid IS NULL OR (e.batch_id >= $10::uuid AND (e.batch_id, e.index) > ($10::uuid, $11::int)))
  ORDER BY ${orderInSource("e", "ASC")} LIMIT $12`;

// A batch's bytes count at its first chosen event; the sum cuts the list before the batch that would exceed it.
const take = (packs: keyof typeof PACKS) => `
  SELECT batch_id AS "batchId", index, outcome, field, reason, name, delivery_id AS "deliveryId" FROM (
    SELECT *, sum(new_bytes) OVER oldest AS bytes FROM (
      SELECT e.batch_id, e.index, e.outcome, e.field, e.reason, e.name, e.delivery_id,
             CASE WHEN lag(e.batch_id) OVER (ORDER BY e.batch_id, e.index) = e.batch_id THEN 0 ELSE b.byte_size END AS new_bytes,
             first_value(e.batch_id) OVER (ORDER BY e.batch_id, e.index) AS first_batch
      FROM (
        SELECT * FROM ((${next("event")}) UNION ALL (${next(PACKS[packs])})) either
        ORDER BY ${orderInSource("either", "ASC")} LIMIT $12
      ) e JOIN batch b ON b.id = e.batch_id
    ) sized
    WINDOW oldest AS (ORDER BY batch_id, index)
  ) summed
  WHERE batch_id = first_batch OR bytes <= $13
  ORDER BY batch_id, index`;

async function mapChosen(
  db: Queryable,
  chosen: readonly { batchId: string; index: number }[],
  source: { customerId: string; mapping: Mapping },
): Promise<Map<string, Entry>> {
  if (chosen.length === 0) return new Map();

  const places = new Map<string, number[]>();
  for (const { batchId, index } of chosen) {
    const ofBatch = places.get(batchId);
    if (ofBatch) ofBatch.push(index);
    else places.set(batchId, [index]);
  }
  const { rows } = await db.query<{
    id: string;
    /** @neverNull only batches with a body are read */
    body: Buffer;
  }>(`SELECT id, ${storedBody("b")} AS body FROM batch b WHERE id = ANY ($1::uuid[]) AND ${hasBody("b")}`, [
    [...places.keys()],
  ]);
  const entries = new Map<string, Entry>();
  for (const row of rows) {
    const batch = await readBatch(row);
    const { mapping } = await withSuppressed(source, [batch]);
    for (const entry of await mapPlaces(batch, places.get(row.id) ?? [], mapping)) {
      entries.set(`${entry.batchId}/${entry.index}`, entry);
    }
  }
  return entries;
}
