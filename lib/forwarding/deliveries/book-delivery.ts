import { v7 as uuidv7 } from "uuid";
import type { Mapping } from "@/lib/forwarding/mapping/map-event";
import { toStoredMapping } from "@/lib/forwarding/mapping/mapping-of-source";
import { anyLength } from "@/lib/kernel/any-length";
import { coalesce } from "@/lib/kernel/coalesce";
import { inTransaction, pool, type Queryable, type Sql } from "@/lib/kernel/database";
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

/** Calls booked in one transaction. Our choice. */
const MOST_TOGETHER = 50;

/** A call to book, and the limit of its app. */
interface Wanted {
  draft: DeliveryDraft;
  limitPerMinute: number;
}

/**
 * Books a call to Heap before it is made, unless that would exceed the app's limit in any 60 seconds. A call counts
 * from its start until a minute after its end, because it may reach Heap at any moment in between; the booking is a
 * committed row, so it holds across processes, restarts and sources that share the app. Calls to several apps that are
 * booked at the same time share a transaction.
 */
export function bookDelivery(draft: DeliveryDraft, limitPerMinute: number): Promise<Reservation> {
  return bookOne({ draft, limitPerMinute });
}

const NOTHING_BOOKED: ReadonlyMap<Wanted, Reservation> = new Map();

const bookOne = coalesce(bookTogether, { most: MOST_TOGETHER });

/** One call of each app. It waits for nobody: where somebody else is booking for an app, its call is booked by itself. */
async function bookTogether(wanted: readonly Wanted[]): Promise<(Reservation | Promise<Reservation>)[]> {
  const firsts = new Map(wanted.toReversed().map((one) => [one.draft.heapApp, one]));
  const together = [...firsts.values()];
  const booked = together.length > 1 ? await book(together, { isAlone: false }) : NOTHING_BOOKED;
  return wanted.map((one) => booked.get(one) ?? bookAlone(one));
}

async function bookAlone(one: Wanted): Promise<Reservation> {
  const booked = (await book([one], { isAlone: true })).get(one);
  if (!booked) throw new Error("a call was neither booked nor told to wait");
  return booked;
}

/** @returns without those whose app somebody else is booking for */
async function book(
  wanted: readonly Wanted[],
  { isAlone }: { isAlone: boolean },
): Promise<ReadonlyMap<Wanted, Reservation>> {
  const limited = wanted.filter(({ limitPerMinute }) => Number.isFinite(limitPerMinute));
  const reserved = new Map<Wanted, Reservation>();
  if (limited.length === 0) return insertBookings(pool, wanted, reserved);

  return inTransaction(async (client) => {
    const heapApps = await lockApps(client, limited, isAlone);
    const calls = await readCountedCalls(client, heapApps);
    const granted = wanted.filter((one) => {
      const { draft, limitPerMinute } = one;
      if (!Number.isFinite(limitPerMinute)) return true;
      const counted = calls.get(draft.heapApp);
      if (!counted) return false;
      const waitSeconds = secondsUntilFree(counted, draft.eventCount, limitPerMinute);
      if (waitSeconds > 0) reserved.set(one, { kind: "wait", waitSeconds });
      return waitSeconds === 0;
    });
    return insertBookings(client, granted, reserved);
  });
}

async function lockApps(sql: Sql, limited: readonly Wanted[], isAlone: boolean): Promise<string[]> {
  const heapApps = limited.map(({ draft }) => draft.heapApp);
  if (isAlone) {
    for (const heapApp of heapApps)
      await sql.query({
        name: "lock-app",
        text: "SELECT pg_advisory_xact_lock(hashtextextended($1, 1))",
        values: [heapApp],
      });
    return heapApps;
  }
  const { rows } = await sql.query<{ key: string }>({
    name: "try-lock-apps",
    text: `SELECT key FROM unnest(${anyLength("$1::text[]")}) AS app (key)
           WHERE pg_try_advisory_xact_lock(hashtextextended(key, 1))`,
    values: [heapApps],
  });
  return rows.map(({ key }) => key);
}

/** A call that counts towards a limit, and when it stops counting. */
interface CountedCall {
  eventCount: number;
  freeInSeconds: number;
}

interface OfApp {
  /** @neverNull it is one of those that were asked for */
  key: string;
}

/** The calls of each of these apps, in the order in which they stop counting. */
async function readCountedCalls(
  sql: Sql,
  heapApps: readonly string[],
): Promise<Map<string, readonly CountedCall[]>> {
  const { rows } = await sql.query<CountedCall & OfApp>({
    name: "read-counted-calls",
    text: `SELECT app.key, call.event_count AS "eventCount",
                  extract(epoch FROM call.ends_at - now())::float AS "freeInSeconds"
           FROM unnest(${anyLength("$1::text[]")}) AS app (key)
           CROSS JOIN LATERAL (${countedCalls("app.key")}) call ORDER BY call.ends_at`,
    values: [heapApps],
  });
  const calls = new Map(heapApps.map((heapApp): [string, CountedCall[]] => [heapApp, []]));
  for (const { key, ...call } of rows) calls.get(key)?.push(call);
  return calls;
}

async function insertBookings(
  sql: Queryable,
  granted: readonly Wanted[],
  reserved: Map<Wanted, Reservation>,
): Promise<ReadonlyMap<Wanted, Reservation>> {
  const drafts = granted.map(({ draft }) => draft);
  const ids = granted.map(() => uuidv7());
  if (granted.length > 0)
    await sql.query({
      name: "book-deliveries",
      text: `INSERT INTO delivery (id, customer_id, source_id, heap_app, state, event_count, mapping)
       SELECT n.id, n.customer_id, n.source_id, n.heap_app, 'sending', n.event_count, n.mapping
       FROM unnest(${anyLength("$1::uuid[]")}, $2::uuid[], $3::uuid[], $4::text[], $5::int[], $6::jsonb[])
         AS n (id, customer_id, source_id, heap_app, event_count, mapping)`,
      values: [
        ids,
        drafts.map(({ customerId }) => customerId),
        drafts.map(({ sourceId }) => sourceId),
        drafts.map(({ heapApp }) => heapApp),
        drafts.map(({ eventCount }) => eventCount),
        drafts.map(({ mapping }) => JSON.stringify(toStoredMapping(mapping))),
      ],
    });
  for (const [place, one] of granted.entries())
    reserved.set(one, { kind: "go", deliveryId: ids[place] as string });
  return reserved;
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
function secondsUntilFree(calls: readonly CountedCall[], wanted: number, limit: number): number {
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
