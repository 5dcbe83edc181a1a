import { v7 as uuidv7 } from "uuid";
import type { Mapping } from "@/lib/forwarding/mapping/map-event";
import { toStoredMapping } from "@/lib/forwarding/mapping/mapping-of-source";
import { inTransaction, type Queryable } from "@/lib/kernel/database";
import { EVENTS_PER_MINUTE_PER_IDENTITY } from "@/lib/vendors/heap/limits";

/** An answer takes at most the client's time-out; a call without a record counts for this long after its start. */
export const LOST_CALL_SECONDS = 120;

export interface DeliveryDraft {
  customerId: string;
  sourceId: string;
  heapApp: string;
  eventCount: number;
  mapping: Mapping;
}

export type Reservation = { kind: "go"; deliveryId: string } | { kind: "wait"; waitSeconds: number };

/**
 * Books a call to Heap before it is made, unless that would exceed the app's limit in any 60 seconds. A call counts
 * from its start until a minute after its end, because it may reach Heap at any moment in between; the booking is a
 * committed row, so it holds across processes, restarts and sources that share the app.
 */
export async function bookDelivery(draft: DeliveryDraft, limitPerMinute: number): Promise<Reservation> {
  return inTransaction(async (client) => {
    if (Number.isFinite(limitPerMinute)) {
      await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 1))", [draft.heapApp]);
      const { rows } = await client.query<{ eventCount: number; freeInSeconds: number }>(
        `SELECT event_count AS "eventCount", extract(epoch FROM ends_at - now())::float AS "freeInSeconds"
         FROM (${countedCalls("$1")}) call ORDER BY ends_at`,
        [draft.heapApp],
      );
      const waitSeconds = secondsUntilFree(rows, draft.eventCount, limitPerMinute);
      if (waitSeconds > 0) return { kind: "wait", waitSeconds };
    }

    const id = uuidv7();
    const mapping = JSON.stringify(toStoredMapping(draft.mapping));
    await client.query(
      `INSERT INTO delivery (id, customer_id, source_id, heap_app, state, event_count, mapping)
       VALUES ($1, $2, $3, $4, 'sending', $5, $6)`,
      [id, draft.customerId, draft.sourceId, draft.heapApp, draft.eventCount, mapping],
    );
    return { kind: "go", deliveryId: id };
  });
}

/**
 * The calls that now count towards the limit of a Heap app, in SQL: event_count, and ends_at, when each stops
 * counting.
 * @param heapApp an SQL expression, not a value
 */
export function countedCalls(heapApp: string): string {
  return `
    SELECT event_count, ends_at FROM (
      SELECT event_count,
             COALESCE(finished_at + interval '60 s', started_at + interval '${LOST_CALL_SECONDS} s') AS ends_at
      FROM delivery WHERE heap_app = ${heapApp} AND started_at > now() - interval '5 min'
    ) lately WHERE ends_at > now()`;
}

/**
 * How long until `wanted` more events fit, given the calls that still count, ordered by their end; 0 when they fit
 * now.
 */
function secondsUntilFree(
  calls: readonly { eventCount: number; freeInSeconds: number }[],
  wanted: number,
  limit: number,
): number {
  let used = calls.reduce((sum, call) => sum + call.eventCount, 0);
  if (used + wanted <= limit) return 0;

  for (const call of calls) {
    used -= call.eventCount;
    if (used + wanted <= limit) return call.freeInSeconds;
  }
  return 60;
}

/**
 * Picks the identities among `counts` (events to send now, per identity) that would exceed Heap's limit per identity
 * and minute, given what was sent in the last minute.
 */
export function identitiesOverLimit(
  counts: ReadonlyMap<string, number>,
  sentLately: ReadonlyMap<string, number>,
): Set<string> {
  const over = [...counts].filter(
    ([identity, count]) => count + (sentLately.get(identity) ?? 0) > EVENTS_PER_MINUTE_PER_IDENTITY,
  );
  return new Set(over.map(([identity]) => identity));
}

/** How many events of each of these identities were sent to a Heap app within the last minute. */
export async function findSentLately(
  db: Queryable,
  heapApp: string,
  identities: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await db.query<{ identity: string; count: number }>(
    // OFFSET 0 keeps it at one look-up for each call, whatever the planner believes: never a scan of all events of a user.
    `SELECT e.identity, count(*)::int AS count
     FROM delivery d
     CROSS JOIN LATERAL (SELECT identity FROM event WHERE delivery_id = d.id OFFSET 0) e
     WHERE d.heap_app = $1 AND d.started_at > now() - interval '3 min' AND d.finished_at > now() - interval '60 s'
       AND e.identity = ANY ($2)
     GROUP BY e.identity`,
    [heapApp, identities],
  );
  return new Map(rows.map((row) => [row.identity, row.count]));
}
