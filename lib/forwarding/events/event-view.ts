import { z } from "zod";
import { pageOf } from "@/lib/kernel/api/keyset";
import { CUSTOM_EVENT_TYPE, eventName } from "@/lib/vendors/braze/catalog";
import type { Outcome } from "@/prisma/generated/enums";
import { shownOutcome } from "./event-input";
import { explainOutcome } from "./explain-outcome";

export const eventView = z
  .strictObject({
    batchId: z.uuid(),
    /** Place in the batch, from 0. */
    index: z.int(),
    sourceId: z.uuid(),
    /** Braze's event id. */
    eventId: z.string().nullable(),
    type: z.string().nullable(),
    /**
     * Its name for display: the name of its type, so that equal events have one name whatever became of them; of a custom
     * event its name in Heap, if it has one. Null when it has no type.
     */
    label: z.string().nullable(),
    /** Its name in Heap; null when it was not meant for Heap. */
    name: z.string().nullable(),
    identity: z.string().nullable(),
    occurredAt: z.iso.datetime().nullable(),
    /** When Braze's request arrived. */
    receivedAt: z.iso.datetime(),
    outcome: shownOutcome,
    /** Why it was filtered or quarantined, and the field that decided. */
    field: z.string().nullable(),
    reason: z.string().nullable(),
    /** The reason for people, in a few words; null when there is nothing to say. */
    because: z.string().nullable(),
    deliveryId: z.uuid().nullable(),
    /** When it got its outcome; null while pending. */
    recordedAt: z.iso.datetime().nullable(),
    /** Sent by a button of ours, not by Braze. */
    isSimulated: z.boolean(),
  })
  .meta({ id: "Event" });

export type EventView = z.infer<typeof eventView>;

/**
 * A page of events. The search for rare ones is bounded: a page may then be short, or empty, with a cursor to search
 * further back; `lookedBackTo` says how far it got, and is null when the page is full or everything was searched.
 */
export const eventPage = pageOf(eventView).extend({ lookedBackTo: z.iso.datetime().nullable() });

export type EventPage = z.infer<typeof eventPage>;

/** An event's row with facts from its batch. */
export interface EventRow {
  batchId: string;
  /** @neverNull every event has a place */
  index: number;
  sourceId: string;
  eventId: string | null;
  type: string | null;
  name: string | null;
  identity: string | null;
  occurredAt: Date | null;
  outcome: Outcome | "pending";
  field: string | null;
  reason: string | null;
  deliveryId: string | null;
  recordedAt: Date | null;
  receivedAt: Date;
  isSimulated: boolean;
}

/** The row of an event whose outcome is known. */
export type RecordedRow = EventRow & {
  /** @neverNull every event in the books has one */
  outcome: Outcome;
};

/** The columns of a `RecordedRow`, from `event e` and `batch b`. */
export const EVENT_COLUMNS = `
  e.batch_id AS "batchId", e.index, e.source_id AS "sourceId", e.event_id AS "eventId", e.type, e.name, e.identity,
  e.occurred_at AS "occurredAt", e.outcome, e.field, e.reason, e.delivery_id AS "deliveryId",
  e.recorded_at AS "recordedAt", b.received_at AS "receivedAt", b.is_simulated AS "isSimulated"`;

/** Turns a row into the view. */
export function toEventView(row: EventRow): EventView {
  return {
    batchId: row.batchId,
    index: row.index,
    sourceId: row.sourceId,
    eventId: row.eventId,
    type: row.type,
    label: labelOf(row),
    name: row.name,
    identity: row.identity,
    occurredAt: row.occurredAt?.toISOString() ?? null,
    receivedAt: row.receivedAt.toISOString(),
    outcome: row.outcome,
    field: row.field,
    reason: row.reason,
    because: explainOutcome(row).because,
    deliveryId: row.deliveryId,
    recordedAt: row.recordedAt?.toISOString() ?? null,
    isSimulated: row.isSimulated,
  };
}

function labelOf({ type, name }: Pick<EventRow, "type" | "name">): string | null {
  if (type === null || (type === CUSTOM_EVENT_TYPE && name !== null)) return name;
  return eventName(type);
}
