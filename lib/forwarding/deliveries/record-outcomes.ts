import { knownSince } from "@/lib/forwarding/batches/known-since";
import { lockBooks } from "@/lib/forwarding/batches/lock-books";
import type { SettledEntry } from "@/lib/forwarding/batches/map-batch";
import type { Marked } from "@/lib/forwarding/batches/mark-known";
import { findKnownEvents } from "@/lib/forwarding/batches/take-pending";
import { addToEventCounts } from "@/lib/forwarding/history/event-counts";
import { addToLagHours } from "@/lib/forwarding/history/lag-hours";
import { noteMessagesAboutUsers } from "@/lib/forwarding/messages-about-users/note-messages-about-users";
import { noteUserProperties } from "@/lib/forwarding/user-properties/note-user-properties";
import { recordedEvents } from "@/lib/kernel/batch-counts";
import { inTransaction } from "@/lib/kernel/database";
import { metrics } from "@/lib/kernel/metrics/registry";
import type { Outcome } from "@/prisma/generated/enums";
import { type AcceptedDelivery, closeAccepted } from "./close-delivery";
import { recordApart, unrecordable } from "./record-apart";

/** PostgreSQL's code `unique_violation`. */
const UNIQUE_VIOLATION = "23505";

const NONE: ReadonlySet<string> = new Set();

/**
 * Writes the outcomes of some events of one source, the deliveries that Heap accepted, the batches' counts and those of
 * the history in one transaction; if the database refuses what an event holds, that one is quarantined. Safe to repeat: an
 * event already in the books is unchanged, and one whose id came first in another batch of the last weeks (known-since.ts)
 * becomes a duplicate.
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
      recorded += await recordTogether(source, part, accepted);
    },
    unrecordable,
  );
  return recorded;
}

/**
 * Whoever records events looks for their ids first (mark-known.ts). A second look is needed only if an index says that one
 * of them was recorded since then.
 */
async function recordTogether(
  source: { id: string; customerId: string },
  entries: readonly SettledEntry[],
  accepted: readonly AcceptedDelivery[],
): Promise<number> {
  try {
    return await recordOnce(source, entries, accepted, { looksAgain: false });
  } catch (err) {
    if (!isKnownByNow(err)) throw err;
    return recordOnce(source, entries, accepted, { looksAgain: true });
  }
}

function isKnownByNow(err: unknown): boolean {
  const { code, constraint } = err as { code?: string; constraint?: string };
  return code === UNIQUE_VIOLATION && constraint?.endsWith("_once_key") === true;
}

async function recordOnce(
  source: { id: string; customerId: string },
  entries: readonly SettledEntry[],
  accepted: readonly AcceptedDelivery[],
  { looksAgain }: { looksAgain: boolean },
): Promise<number> {
  const firstKnown = await knownSince(entries.map((entry) => entry.batchId));
  const tallies = await inTransaction(async (client) => {
    await lockBooks(client, source.id);
    const eventIds = looksAgain ? entries.flatMap((entry) => entry.eventId ?? []) : [];
    const known = looksAgain ? await findKnownEvents(client, source.id, eventIds, firstKnown) : NONE;
    await noteMessagesAboutUsers(client, source, entries);
    const { rows } = await client.query<{ outcome: Outcome; events: number }>({
      name: "record-outcomes",
      text: RECORD,
      values: [
        source.customerId,
        source.id,
        entries.map((entry) => entry.batchId),
        entries.map((entry) => entry.index),
        entries.map((entry) => entry.eventId),
        entries.map((entry) => entry.type),
        entries.map((entry) => entry.heap?.event ?? null),
        entries.map((entry) => entry.identity),
        entries.map((entry) => (entry.timeMs === null ? null : new Date(entry.timeMs).toISOString())),
        entries.map((entry) => entry.outcome),
        entries.map((entry) => entry.field),
        entries.map((entry) => entry.reason),
        entries.map((entry) => entry.deliveryId),
        entries.map((entry) => entry.eventId !== null && known.has(entry.eventId)),
      ],
    });

    await noteUserProperties(client, source.id, entries);
    await closeAccepted(client, accepted);
    return rows;
  });

  countProperties(entries);
  for (const { outcome, events } of tallies) metrics.eventsRecorded.inc({ outcome }, events);
  return tallies.reduce((sum, { events }) => sum + events, 0);
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

const RECORD = `
  WITH new_event AS (
    SELECT * FROM unnest(
      $3::uuid[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[], $10::outcome[],
      $11::text[], $12::text[], $13::uuid[], $14::bool[]
    ) AS e (batch_id, index, event_id, type, name, identity, occurred_at, outcome, field, reason, delivery_id, is_known)
  ), recorded AS (
    INSERT INTO event (batch_id, index, customer_id, source_id, event_id, type, name, identity, occurred_at, outcome,
                       field, reason, delivery_id)
    SELECT n.batch_id, n.index, $1, $2, n.event_id, n.type, n.name, n.identity, n.occurred_at,
           CASE WHEN n.is_known THEN 'duplicate' ELSE n.outcome END, n.field, n.reason, n.delivery_id
    FROM new_event n
    ON CONFLICT (batch_id, index) DO NOTHING
    RETURNING batch_id, type, outcome
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
  SELECT outcome, count(*)::int AS events FROM recorded GROUP BY outcome`;
