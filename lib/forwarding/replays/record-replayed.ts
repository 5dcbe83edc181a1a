import { lockBooks } from "@/lib/forwarding/batches/lock-books";
import type { Entry } from "@/lib/forwarding/batches/map-batch";
import { type AcceptedDelivery, closeAccepted } from "@/lib/forwarding/deliveries/close-delivery";
import { recordApart, unrecordable } from "@/lib/forwarding/deliveries/record-apart";
import { moveInEventCounts } from "@/lib/forwarding/history/event-counts";
import { ERASED } from "@/lib/forwarding/mapping/erased-event";
import { noteMessagesAboutUsers } from "@/lib/forwarding/messages-about-users/note-messages-about-users";
import { unpackBatches } from "@/lib/forwarding/packs/unpack-batches";
import { noteUserProperties } from "@/lib/forwarding/user-properties/note-user-properties";
import { inTransaction } from "@/lib/kernel/database";
import type { Outcome } from "@/prisma/generated/enums";
import type { ChosenEvent } from "./chosen-events";

interface ReplayOfSource {
  id: string;
  sourceId: string;
  source: { id: string; customerId: string };
}

/**
 * Writes the outcomes of replayed events, the batches' counts, the deliveries Heap accepted and the replay's progress
 * in one transaction. The books stay balanced: what leaves one outcome enters another. Repeating it after a lost
 * answer changes nothing more than the replay's own counts, since the cursor moves in the same transaction. If the database
 * refuses what an event holds, that one is quarantined, and the others are recorded in smaller transactions.
 * @param events in order; the replay continues after the last one
 */
export async function recordReplayed(
  replay: ReplayOfSource,
  events: readonly ChosenEvent[],
  accepted: readonly AcceptedDelivery[],
): Promise<void> {
  await recordApart<ChosenEvent>(
    events,
    (part) => recordTogether(replay, part, accepted),
    (event, kept) => ({ ...event, entry: event.entry && unrecordable(event.entry, kept) }),
  );
}

async function recordTogether(
  replay: ReplayOfSource,
  events: readonly ChosenEvent[],
  accepted: readonly AcceptedDelivery[],
): Promise<void> {
  const last = events.at(-1);
  if (!last) return;

  const changes = events.flatMap(({ before, entry }) =>
    entry && isNews(before.outcome, entry.outcome) ? [entry] : [],
  );
  const count = (outcome: string) => events.filter(({ entry }) => entry?.outcome === outcome).length;

  await inTransaction(async (client) => {
    await lockBooks(client, replay.sourceId);
    await unpackBatches(client, [...new Set(changes.map((entry) => entry.batchId))]);
    await noteMessagesAboutUsers(client, replay.source, changes);
    await client.query({
      name: "record-replayed",
      text: RECORD,
      values: [
        changes.map((entry) => entry.batchId),
        changes.map((entry) => entry.index),
        changes.map((entry) => entry.outcome),
        changes.map((entry) => entry.heap?.event ?? null),
        changes.map((entry) => entry.identity),
        changes.map((entry) => entry.field),
        changes.map((entry) => entry.reason),
        changes.map((entry) => entry.deliveryId),
      ],
    });
    await noteUserProperties(client, replay.sourceId, changes);
    await closeAccepted(client, accepted);
    await client.query(
      `UPDATE replay SET done = done + $2, forwarded = forwarded + $3, filtered = filtered + $4,
              quarantined = quarantined + $5, unavailable = unavailable + $6, cursor_batch_id = $7, cursor_index = $8,
              touched_at = now()
       WHERE id = $1`,
      [
        replay.id,
        events.length,
        count("forwarded"),
        count("filtered"),
        count("quarantined"),
        events.filter(({ entry }) => entry === null).length,
        last.batchId,
        last.index,
      ],
    );
  });
}

/**
 * What Heap has accepted once stays forwarded, whatever the mapping says now or Heap answers to the repeat. What waits
 * for a decision about its type stays as it was: it can be replayed after that.
 */
function isNews(before: Outcome, replayed: Entry["outcome"]): boolean {
  if (replayed === "held") return false;
  return before !== "forwarded" || replayed === "forwarded";
}

// An event that was erased after it was taken stays erased. Both parts see the rows as they were when the statement
// began; the source's lock keeps them from changing in between.
const RECORD = `
  WITH replayed AS (
    SELECT * FROM unnest($1::uuid[], $2::int[], $3::outcome[], $4::text[], $5::text[], $6::text[], $7::text[], $8::uuid[])
      AS r (batch_id, index, outcome, name, identity, field, reason, delivery_id)
  ), old AS (
    SELECT e.batch_id, e.index, e.outcome FROM event e JOIN replayed USING (batch_id, index)
  ), changed AS (
    UPDATE event e
    SET outcome = r.outcome, name = COALESCE(r.name, e.name), identity = COALESCE(r.identity, e.identity), field = r.field,
        reason = r.reason, delivery_id = COALESCE(r.delivery_id, e.delivery_id), recorded_at = now()
    FROM replayed r
    WHERE e.batch_id = r.batch_id AND e.index = r.index AND e.reason IS DISTINCT FROM '${ERASED}'
    RETURNING e.batch_id, e.index, e.type, e.outcome
  ), type_moved AS (
    SELECT c.batch_id, c.type, 0 AS duplicate,
           sum((c.outcome = 'forwarded')::int - (o.outcome = 'forwarded')::int) AS forwarded,
           sum((c.outcome = 'filtered')::int - (o.outcome = 'filtered')::int) AS filtered,
           sum((c.outcome = 'quarantined')::int - (o.outcome = 'quarantined')::int) AS quarantined
    FROM changed c JOIN old o USING (batch_id, index) GROUP BY c.batch_id, c.type
  ), moved AS (
    SELECT batch_id, sum(forwarded) AS forwarded, sum(filtered) AS filtered, sum(quarantined) AS quarantined
    FROM type_moved GROUP BY batch_id
  ), ${moveInEventCounts("type_moved")}
  UPDATE batch b
  SET forwarded = b.forwarded + m.forwarded, filtered = b.filtered + m.filtered,
      quarantined = b.quarantined + m.quarantined
  FROM moved m WHERE b.id = m.batch_id`;
