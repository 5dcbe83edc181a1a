import { v7 as uuidv7 } from "uuid";
import { packEventsFor } from "@/lib/forwarding/packs/pack-events";
import { pool } from "@/lib/kernel/database";
import { makePackWeeks, shrinkEventWeeks } from "@/lib/kernel/event-weeks";
import { asOwner } from "./owner";

const DAY_MS = 86_400_000;

/** An event of a past week. What is left out is null. */
export interface OldEvent {
  eventId?: string;
  type?: string;
  name?: string;
  identity?: string;
  occurredAt?: string;
  outcome: "forwarded" | "filtered" | "duplicate" | "quarantined";
  field?: string;
  reason?: string;
  deliveryId?: string;
}

/** As in a database that has had weeks for long, and has packed nothing; what other tests stored of events is gone. */
export async function prepareOldWeeks(): Promise<void> {
  await asOwner("SELECT make_event_weeks(current_date, current_date + 35), drop_event_weeks(current_date)");
  await asOwner("TRUNCATE event, event_pack, batch");
  await asOwner("SELECT make_event_weeks(current_date - 150, current_date)");
  await pool.query("UPDATE event_packing SET packed_until = NULL, shrunk_until = NULL");
  await pool.query("UPDATE body_zipping SET starts_at = now()");
}

/** Packs all that may be, and gives back its disk space, as the functions do. */
export async function packAll(): Promise<void> {
  await makePackWeeks();
  while ((await packEventsFor(5)) > 0);
  await shrinkEventWeeks();
}

/**
 * Stores a batch with outcomes as they were recorded so many days ago.
 * @param owed how many of its events have no outcome yet; then it needs a body
 * @returns its id
 */
export async function storeOldBatch(
  source: { id: string; customerId: string },
  daysAgo: number,
  events: readonly OldEvent[],
  { owed = 0, body = null }: { owed?: number; body?: Buffer | null } = {},
): Promise<string> {
  const receivedAt = new Date(Date.now() - daysAgo * DAY_MS);
  const id = uuidv7({ msecs: receivedAt.getTime() });
  await pool.query(
    `INSERT INTO batch (id, customer_id, source_id, digest, body, byte_size, accepted, forwarded, filtered, duplicate, quarantined,
                        state, received_at, done_at)
     SELECT $1::uuid, $2, $3, sha256($1::text::bytea), $4::bytea, COALESCE(octet_length($4::bytea), 0), count(o) + $6,
            count(*) FILTER (WHERE o = 'forwarded'), count(*) FILTER (WHERE o = 'filtered'),
            count(*) FILTER (WHERE o = 'duplicate'), count(*) FILTER (WHERE o = 'quarantined'),
            CASE WHEN $6 > 0 THEN 'pending' ELSE 'done' END::batch_state, $7, CASE WHEN $6 > 0 THEN NULL ELSE $7::timestamptz END
     FROM unnest($5::text[]) AS o`,
    [id, source.customerId, source.id, body, events.map(({ outcome }) => outcome), owed, receivedAt],
  );
  const values = (read: (event: OldEvent) => string | undefined) =>
    events.map((event) => read(event) ?? null);
  await pool.query(
    `INSERT INTO event (batch_id, index, customer_id, source_id, event_id, type, name, identity, occurred_at, outcome, field, reason,
                        delivery_id, recorded_at)
     SELECT $1, n - 1, $2, $3, e.event_id, e.type, e.name, e.identity, e.occurred_at, e.outcome, e.field, e.reason, e.delivery_id, $4
     FROM unnest($5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[], $10::outcome[], $11::text[], $12::text[], $13::uuid[])
       WITH ORDINALITY AS e (event_id, type, name, identity, occurred_at, outcome, field, reason, delivery_id, n)`,
    [
      id,
      source.customerId,
      source.id,
      receivedAt,
      values((event) => event.eventId),
      values((event) => event.type),
      values((event) => event.name),
      values((event) => event.identity),
      values((event) => event.occurredAt),
      values((event) => event.outcome),
      values((event) => event.field),
      values((event) => event.reason),
      values((event) => event.deliveryId),
    ],
  );
  return id;
}

/** Makes the batches of a source, with their outcomes, those of so many days ago. */
export async function makeOld(sourceId: string, daysAgo: number): Promise<void> {
  const past = (id: string) =>
    `overlay(${id}::text PLACING left(lowest_id_of(current_date - $2::int)::text, 13) FROM 1 FOR 13)::uuid`;
  await pool.query(
    `WITH events AS (UPDATE event SET batch_id = ${past("batch_id")} WHERE source_id = $1),
     requests AS (UPDATE deletion_request SET batch_id = ${past("batch_id")} WHERE source_id = $1)
     UPDATE batch SET id = ${past("id")}, received_at = received_at - make_interval(days => $2),
            done_at = done_at - make_interval(days => $2) WHERE source_id = $1`,
    [sourceId, daysAgo],
  );
}
