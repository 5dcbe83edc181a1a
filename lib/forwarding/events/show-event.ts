import { z } from "zod";
import { storedBody, unzipBody } from "@/lib/forwarding/batches/stored-body";
import { type DeliveryView, deliveryView, findDelivery } from "@/lib/forwarding/deliveries/list-deliveries";
import { mapEvent } from "@/lib/forwarding/mapping/map-event";
import { fromStoredMapping } from "@/lib/forwarding/mapping/mapping-of-source";
import type { UserValue } from "@/lib/forwarding/mapping/user-values";
import { traceUserValues, userValueView } from "@/lib/forwarding/user-properties/trace-user-values";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { readInTurn } from "@/lib/kernel/body-reads";
import { pool, prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { SOURCE_HOLD, type SourceHold } from "@/lib/kernel/holds/hold-rule";
import { eventAt, eventsWithId } from "@/lib/kernel/packed-events";
import { readHashSalt } from "@/lib/setup/sources/hash-salt";
import { USER_DELETE_REQUEST_TYPE } from "@/lib/vendors/braze/catalog";
import { parseCurrentsEvent } from "@/lib/vendors/braze/currents-request";
import type { HeapEvent } from "@/lib/vendors/heap/track-client";
import { DeletionState } from "@/prisma/generated/enums";
import { EVENT_COLUMNS, type EventRow, eventView, type RecordedRow, toEventView } from "./event-view";
import { explainOutcome } from "./explain-outcome";
import { listPending } from "./list-pending";
import { traceChanges } from "./trace-changes";

const explanation = z.strictObject({ happened: z.string(), meaning: z.string(), next: z.string() });

const change = z.enum([
  "kept",
  "renamed",
  "flattened",
  "lifted",
  "joined",
  "counted",
  "text",
  "cut",
  "hashed",
  "dropped",
]);

export const eventDetail = eventView
  .extend({
    sourceName: z.string(),
    explanation,
    /** Whether the batch's body is still there; retention prunes it. */
    hasBody: z.boolean(),
    /** Braze's event, any JSON; null when its body is gone. */
    received: z.unknown(),
    /** The Heap event exactly as the delivery sent it; null when it was not sent, or is no longer known. */
    sent: z.custom<HeapEvent>().nullable(),
    /** What happened to each of its values; empty without `sent`. */
    changes: z.array(
      z.strictObject({
        path: z.array(z.union([z.string(), z.int()])),
        name: z.string().nullable(),
        change,
      }),
    ),
    /** What Heap did not get of its properties because it takes no more; empty without `sent`. */
    leftOut: z.array(
      z.strictObject({
        name: z.string(),
        kind: z.enum(["characters", "items", "value"]),
        count: z.int().min(1),
      }),
    ),
    /** What the source's rules did to its properties, by Braze's names; empty without `sent`. */
    ruled: z.array(
      z.strictObject({
        name: z.string(),
        action: z.enum(["drop", "hash"]),
        /** Of the rule that decided. */
        pattern: z.string(),
        /** How many of its values. */
        count: z.int().min(1),
      }),
    ),
    /** What it said about its user that the source wrote to Heap as user properties; empty without `sent`. */
    userProperties: z.array(userValueView),
    /** The call to Heap that contained it. */
    delivery: deliveryView.nullable(),
    /** For the first event of a request to delete a user: how far that is. */
    deletionRequest: z.strictObject({ state: z.enum(DeletionState), dueAt: z.iso.datetime() }).nullable(),
    /** For a duplicate: where its event id came first. */
    firstOccurrence: z
      .strictObject({ batchId: z.uuid(), index: z.int(), receivedAt: z.iso.datetime() })
      .nullable(),
  })
  .meta({ id: "EventDetail" });

export type EventDetail = z.infer<typeof eventDetail>;

/** Not every runtime can write back JSON nested deeper than this. */
const MAX_DEPTH = 500;

interface PlaceOfEvent {
  customerId: string;
  batchId: string;
  index: number;
}

interface BatchRow {
  /** In either form. */
  body: Buffer | null;
  sourceId: string;
  sourceName: string;
  hold: SourceHold | null;
  saltEnc: string | null;
}

/**
 * One event as received, as sent, and its outcome. It contains personal data of the customer's users.
 * @param index place in the batch, from 0
 * @throws TributaryError `forbidden`; `not_found`, also for another customer's event; `unavailable`
 */
export async function showEvent(ctx: Ctx, place: PlaceOfEvent): Promise<EventDetail> {
  requireRole(ctx, "viewer");
  return readInTurn(ctx, () => readDetail(place));
}

async function readDetail({ customerId, batchId, index }: PlaceOfEvent): Promise<EventDetail> {
  const [batch, recorded] = await Promise.all([
    findBatch(customerId, batchId),
    readRecorded(customerId, batchId, index),
  ]);
  const row = batch && (recorded ?? (await readPending(batch, batchId, index)));
  if (!row) throw new TributaryError("not_found", "There is no such event.");

  const [delivery, firstOccurrence, deletionRequest] = await Promise.all([
    row.deliveryId === null ? null : findDelivery(row.deliveryId),
    row.outcome === "duplicate" && row.eventId !== null ? findFirst(row.sourceId, row.eventId) : null,
    row.type === USER_DELETE_REQUEST_TYPE ? findDeletionRequest(batchId, index) : null,
  ]);
  const raw = batch.body === null ? undefined : await parseCurrentsEvent(await unzipBody(batch.body), index);
  const { user, ...bodies } = deriveSent(
    raw,
    row.identity,
    delivery,
    readHashSalt(batch.saltEnc, customerId),
  );
  const { because: _, ...words } = explainOutcome({ ...row, hold: batch.hold });
  return {
    ...toEventView(row),
    sourceName: batch.sourceName,
    explanation: words,
    hasBody: batch.body !== null,
    received: raw === undefined ? null : writable(raw),
    ...bodies,
    userProperties:
      delivery && row.outcome === "forwarded" ? await traceUserValues(row, delivery.view.heapApp, user) : [],
    delivery: delivery?.view ?? null,
    firstOccurrence,
    deletionRequest,
  };
}

async function findDeletionRequest(batchId: string, index: number): Promise<EventDetail["deletionRequest"]> {
  const found = await prisma.deletionRequest.findFirst({
    where: { batchId, index },
    select: { state: true, dueAt: true },
  });
  return found && { state: found.state, dueAt: found.dueAt.toISOString() };
}

async function findBatch(customerId: string, batchId: string): Promise<BatchRow | undefined> {
  const { rows } = await pool.query<BatchRow>(
    `SELECT ${storedBody("b")} AS body, b.source_id AS "sourceId", s.name AS "sourceName",
            ${SOURCE_HOLD} AS hold,
            (SELECT h.salt_enc FROM hash_salt h WHERE h.customer_id = b.customer_id) AS "saltEnc"
     FROM batch b JOIN source s ON s.id = b.source_id JOIN customer c ON c.id = b.customer_id
     LEFT JOIN heap_app a ON a.key = s.heap_app
     WHERE b.id = $2 AND b.customer_id = $1`,
    [customerId, batchId],
  );
  return rows[0];
}

async function readRecorded(
  customerId: string,
  batchId: string,
  index: number,
): Promise<EventRow | undefined> {
  const { rows } = await pool.query<RecordedRow>(
    `SELECT ${EVENT_COLUMNS} FROM ${eventAt("$2::uuid", "$3::int")} e JOIN batch b ON b.id = e.batch_id
     WHERE b.customer_id = $1`,
    [customerId, batchId, index],
  );
  return rows[0];
}

/** The event while it waits for its outcome. */
async function readPending(batch: BatchRow, batchId: string, index: number): Promise<EventRow | undefined> {
  const { rows } = await listPending([batch.sourceId], { batchId, limit: 1 }, [batchId, index + 1]);
  return rows.find((row) => row.index === index);
}

async function findFirst(sourceId: string, eventId: string): Promise<EventDetail["firstOccurrence"]> {
  const { rows } = await pool.query<{
    batchId: string;
    /** @neverNull every event has a place */
    index: number;
    receivedAt: Date;
  }>(
    `SELECT e.batch_id AS "batchId", e.index, b.received_at AS "receivedAt"
     FROM ${eventsWithId("$1::uuid", "$2::text")} e JOIN batch b ON b.id = e.batch_id
     WHERE e.outcome <> 'duplicate'
     ORDER BY b.received_at LIMIT 1`,
    [sourceId, eventId],
  );
  return rows[0] ? { ...rows[0], receivedAt: rows[0].receivedAt.toISOString() } : null;
}

/**
 * Forwarding maps with the settings of the moment and stores them with the delivery: mapping again gives the same
 * event, as long as the rules of the mapping are the same.
 */
function deriveSent(
  raw: unknown,
  identity: string | null,
  delivery: { mapping: unknown; view: DeliveryView } | null,
  hashSalt: string | null,
): Pick<EventDetail, "sent" | "changes" | "leftOut" | "ruled"> & { user: readonly UserValue[] } {
  const nothing = { sent: null, changes: [], leftOut: [], ruled: [], user: [] };
  const mapping = fromStoredMapping(delivery?.mapping, identity, hashSalt);
  if (raw === undefined || mapping === null) return nothing;

  const mapped = mapEvent(raw, mapping);
  if (mapped.outcome !== "forward") return nothing;
  const { heap, leftOut = [], ruled = [], user = [] } = mapped;
  const changes = traceChanges(raw, mapping, heap, ruled);
  return { sent: heap, changes, leftOut: [...leftOut], ruled: [...ruled], user };
}

/** A value unchanged, or a note in its place when it is nested too deep to be written as JSON. */
function writable(raw: unknown): unknown {
  let level: unknown[] = [raw];
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    level = level.flatMap((value) =>
      typeof value === "object" && value !== null ? Object.values(value) : [],
    );
    if (level.length === 0) return raw;
  }
  return `This event is nested deeper than ${MAX_DEPTH} levels and is not shown.`;
}
