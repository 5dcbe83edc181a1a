import { findKnownEvents } from "@/lib/forwarding/batches/known-events";
import { knownSince } from "@/lib/forwarding/batches/known-since";
import { lockBooks, tryLockBooks } from "@/lib/forwarding/batches/lock-books";
import type { SettledEntry } from "@/lib/forwarding/batches/map-batch";
import type { Marked } from "@/lib/forwarding/batches/mark-known";
import { addToEventCounts } from "@/lib/forwarding/history/event-counts";
import { addToLagHours } from "@/lib/forwarding/history/lag-hours";
import { noteMessagesAboutUsers } from "@/lib/forwarding/messages-about-users/note-messages-about-users";
import { noteUserProperties } from "@/lib/forwarding/user-properties/note-user-properties";
import { recordedEvents } from "@/lib/kernel/batch-counts";
import { coalesce } from "@/lib/kernel/coalesce";
import { inTransaction, type Sql } from "@/lib/kernel/database";
import { metrics } from "@/lib/kernel/metrics/registry";
import { intArray, repeatedValues } from "@/lib/kernel/repeated-values";
import { MAX_EVENTS_PER_CALL } from "@/lib/vendors/heap/limits";
import type { Outcome } from "@/prisma/generated/enums";
import { type AcceptedDelivery, closeAccepted } from "./close-delivery";
import { recordApart, unrecordable } from "./record-apart";

/** PostgreSQL's code `unique_violation`. */
const UNIQUE_VIOLATION = "23505";
/** The partitions of `event`, whose unique indexes let an event in once. */
const EVENTS = /^event_(?:(?:before|week)_\d{8}|other)$/;

/** Events of one source, and the calls that they were sent with. */
interface Part {
  source: { id: string; customerId: string };
  entries: readonly SettledEntry[];
  accepted: readonly AcceptedDelivery[];
}

/**
 * Writes the outcomes of some events of one source, the deliveries that Heap accepted, the batches' counts and those of
 * the history in one transaction; if the database refuses what an event holds, that one is quarantined. Safe to repeat: an
 * event already in the books is unchanged, and one whose id came first in another batch of the last weeks (known-since.ts)
 * becomes a duplicate. Sources that record at the same time share a transaction.
 * @returns how many events were new to the books
 */
export async function recordOutcomes(
  source: { id: string; customerId: string },
  entries: readonly (SettledEntry & Marked)[],
  accepted: readonly AcceptedDelivery[],
): Promise<number> {
  let recorded = 0;
  await recordApart<SettledEntry>(
    entries,
    async (part) => {
      recorded += await recordPart({ source, entries: part, accepted });
    },
    unrecordable,
  );
  return recorded;
}

/**
 * One transaction for several sources. It waits for nobody: a source whose books somebody else has locked, and whatever
 * meets a lock, is recorded by itself. One source of a customer only, so that it never waits for what a change of that
 * customer has locked while it holds what that change wants next.
 */
async function recordTogether(parts: readonly Part[]): Promise<(number | Promise<number>)[]> {
  const firsts = new Map(parts.toReversed().map((part) => [part.source.customerId, part]));
  const together = [...firsts.values()];
  const recorded = together.length > 1 ? await recordOnce(together, { isAlone: false }) : NOTHING_RECORDED;
  return parts.map((part) => recorded.get(part) ?? recordAlone(part));
}

/**
 * Whoever records events looks for their ids first (mark-known.ts). A second look is needed only if an index says that one
 * of them was recorded since then, under the same place in its batch or under its id.
 */
async function recordAlone(part: Part): Promise<number> {
  const record = async (looksAgain: boolean) =>
    (await recordOnce([part], { isAlone: true, looksAgain })).get(part) ?? 0;
  try {
    return await record(false);
  } catch (err) {
    if (!isKnownByNow(err)) throw err;
    return record(true);
  }
}

function isKnownByNow(err: unknown): boolean {
  const { code, table } = err as { code?: string; table?: string };
  return code === UNIQUE_VIOLATION && table !== undefined && EVENTS.test(table);
}

/** @returns how many events of each part were new; without those parts whose books somebody else has locked */
async function recordOnce(
  parts: readonly Part[],
  { isAlone, looksAgain = false }: { isAlone: boolean; looksAgain?: boolean },
): Promise<ReadonlyMap<Part, number>> {
  const firstKnown = await knownSince(parts.flatMap(({ entries }) => entries.map((entry) => entry.batchId)));
  const { locked, tallies } = await inTransaction(async (client) => {
    const locked = await lock(client, parts, isAlone);
    if (locked.length === 0) return { locked, tallies: [] };

    const sources = locked.map(({ source, entries }) => ({
      sourceId: source.id,
      eventIds: entries.flatMap((entry) => entry.eventId ?? []),
    }));
    const known = looksAgain ? await findKnownEvents(client, sources, firstKnown) : [];
    for (const { source, entries } of locked) await noteMessagesAboutUsers(client, source, entries);

    const events = locked.flatMap(({ entries }, place) => entries.map((entry) => ({ entry, place })));
    const isKnown = ({ entry, place }: (typeof events)[number]) =>
      entry.eventId !== null && known[place]?.has(entry.eventId) === true;
    const repeated = [
      repeatedValues(events, ({ entry }) => entry.batchId),
      repeatedValues(events, ({ entry }) => entry.type),
      repeatedValues(events, ({ entry }) => entry.heap?.event ?? null),
      repeatedValues(events, (event) => (isKnown(event) ? "duplicate" : event.entry.outcome)),
      repeatedValues(events, ({ entry }) => entry.field),
      repeatedValues(events, ({ entry }) => entry.reason),
      repeatedValues(events, ({ entry }) => entry.deliveryId),
    ];
    const { rows } = await client.query<{ sourceId: string; outcome: Outcome; events: number }>({
      ...(looksAgain
        ? { name: "record-outcomes-again", text: RECORD_AGAIN }
        : { name: "record-outcomes", text: RECORD }),
      values: [
        locked.map(({ source }) => source.customerId),
        locked.map(({ source }) => source.id),
        ...repeated.map(({ values }) => values),
        intArray(events.map(({ place }) => place + 1)),
        ...repeated.map(({ places }) => places),
        intArray(events.map(({ entry }) => entry.index)),
        events.map(({ entry }) => entry.eventId),
        events.map(({ entry }) => entry.identity),
        events.map(({ entry }) => (entry.timeMs === null ? null : new Date(entry.timeMs).toISOString())),
      ],
    });

    for (const { source, entries } of locked) await noteUserProperties(client, source.id, entries);
    await closeAccepted(
      client,
      locked.flatMap(({ accepted }) => accepted),
    );
    return { locked, tallies: rows };
  });

  for (const { outcome, events } of tallies) metrics.eventsRecorded.inc({ outcome }, events);
  return new Map(
    locked.map((part) => {
      countProperties(part.entries);
      const ofPart = tallies.filter(({ sourceId }) => sourceId === part.source.id);
      return [part, ofPart.reduce((sum, { events }) => sum + events, 0)];
    }),
  );
}

async function lock(sql: Sql, parts: readonly Part[], isAlone: boolean): Promise<readonly Part[]> {
  if (!isAlone) {
    const locked = await tryLockBooks(
      sql,
      parts.map(({ source }) => source.id),
    );
    return parts.filter(({ source }) => locked.has(source.id));
  }
  for (const { source } of parts) await lockBooks(sql, source.id);
  return parts;
}

/** What Heap did not get of the properties of forwarded events, or not as it was. */
function countProperties(entries: readonly SettledEntry[]): void {
  let [shortened, dropped, hashed] = [0, 0, 0];
  for (const entry of entries) {
    if (entry.outcome !== "forwarded") continue;
    shortened += entry.leftOut;
    dropped += entry.dropped;
    hashed += entry.hashed;
  }
  if (shortened > 0) metrics.propertiesShortened.inc(shortened);
  if (dropped > 0) metrics.propertiesRuled.inc({ action: "drop" }, dropped);
  if (hashed > 0) metrics.propertiesRuled.inc({ action: "hash" }, hashed);
}

const recordStatement = (onConflict: string) => `
  WITH recorded AS (
    INSERT INTO event (batch_id, index, customer_id, source_id, event_id, type, name, identity, occurred_at, outcome,
                       field, reason, delivery_id)
    SELECT ($3::uuid[])[n.batch], n.index, ($1::uuid[])[n.source], ($2::uuid[])[n.source], n.event_id, ($4::text[])[n.type],
           ($5::text[])[n.name], n.identity, n.occurred_at, ($6::outcome[])[n.outcome], ($7::text[])[n.field],
           ($8::text[])[n.reason], ($9::uuid[])[n.delivery]
    FROM unnest(
      $10::int[], $11::int[], $12::int[], $13::int[], $14::int[], $15::int[], $16::int[], $17::int[], $18::int[],
      $19::text[], $20::text[], $21::timestamptz[]
    ) AS n (source, batch, type, name, outcome, field, reason, delivery, index, event_id, identity, occurred_at)
    ${onConflict}
    RETURNING source_id, batch_id, type, outcome
  ), type_tally AS (
    SELECT batch_id, type, count(*) AS events,
           count(*) FILTER (WHERE outcome = 'forwarded') AS forwarded,
           count(*) FILTER (WHERE outcome = 'filtered') AS filtered,
           count(*) FILTER (WHERE outcome = 'duplicate') AS duplicate,
           count(*) FILTER (WHERE outcome = 'quarantined') AS quarantined
    FROM recorded GROUP BY batch_id, type
  ), tally AS (
    SELECT batch_id, sum(events) AS events, sum(forwarded) AS forwarded, sum(filtered) AS filtered,
           sum(duplicate) AS duplicate, sum(quarantined) AS quarantined
    FROM type_tally GROUP BY batch_id
  ), counted AS (
    UPDATE batch b
    SET forwarded = b.forwarded + t.forwarded, filtered = b.filtered + t.filtered,
        duplicate = b.duplicate + t.duplicate, quarantined = b.quarantined + t.quarantined,
        state = CASE WHEN ${recordedEvents()} + t.events = b.accepted
                THEN 'done'::batch_state ELSE b.state END,
        done_at = CASE WHEN ${recordedEvents()} + t.events = b.accepted
                  THEN now() ELSE b.done_at END
    FROM tally t WHERE b.id = t.batch_id
    RETURNING b.source_id, b.accepted, b.received_at, b.done_at
  ), done AS (
    SELECT * FROM counted WHERE done_at IS NOT NULL
  ), ${addToEventCounts("type_tally")}, lags AS (${addToLagHours("done")}
  )
  SELECT source_id AS "sourceId", outcome, count(*)::int AS events FROM recorded GROUP BY source_id, outcome`;

/** Fails if one of the events is in the books already. That is rare, and to look for each costs something every time. */
const RECORD = recordStatement("");
const RECORD_AGAIN = recordStatement("ON CONFLICT (batch_id, index) DO NOTHING");

const NOTHING_RECORDED: ReadonlyMap<Part, number> = new Map();

const recordPart = coalesce(recordTogether, {
  most: MAX_EVENTS_PER_CALL,
  sizeOf: ({ entries }: Part) => entries.length,
});
