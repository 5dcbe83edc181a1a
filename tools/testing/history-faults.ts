import type { Queryable } from "@/lib/kernel/database";
import { LAG_BOUNDS_SECONDS } from "@/lib/kernel/history/lag-bounds";
import { eventsOf } from "@/lib/kernel/packed-events";

/**
 * Where a customer's history differs from the rows that it counts, in words; where nothing was pruned.
 * Counts again in the plainest way.
 */
export async function findHistoryFaults(sql: Queryable, customerId: string): Promise<string[]> {
  const faults: string[] = [];
  for (const [what, text] of Object.entries(DIFFERENCES)) {
    const { rows } = await sql.query<{ books: string | null; history: string | null }>(text, [customerId]);
    for (const { books, history } of rows) faults.push(`${what}: books ${books}, history ${history}`);
  }
  return faults;
}

/** Rows of one that the other lacks. */
function difference(books: string, history: string): string {
  return `
    SELECT b.row::text AS books, h.row::text AS history
    FROM (SELECT row(x.*)::text AS row FROM (${books}) x) b
    FULL JOIN (SELECT row(x.*)::text AS row FROM (${history}) x) h ON h.row = b.row
    WHERE b.row IS NULL OR h.row IS NULL`;
}

const SOURCES = "(SELECT id FROM source WHERE customer_id = $1)";
const DESTINATIONS = "(SELECT id FROM destination WHERE customer_id = $1)";
const SEGMENTS = "(SELECT id FROM segment WHERE customer_id = $1)";
/** Never below zero: two processes wrote the two times, and their clocks differ. */
const LAG_MS = "greatest(0, (extract(epoch FROM done_at - received_at) * 1000)::bigint)";

const IN_BUCKETS = [...LAG_BOUNDS_SECONDS, Number.POSITIVE_INFINITY]
  .map((bound, place) => {
    const above = place === 0 ? "true" : `${LAG_MS} > ${(LAG_BOUNDS_SECONDS[place - 1] ?? 0) * 1_000}`;
    const within = Number.isFinite(bound) ? `${LAG_MS} <= ${bound * 1_000}` : "true";
    return `COALESCE(sum(accepted) FILTER (WHERE ${above} AND ${within}), 0)::int`;
  })
  .join(", ");

const DIFFERENCES = {
  "events of an hour": difference(
    `SELECT b.source_id, date_trunc('hour', b.received_at, 'UTC'), COALESCE(e.type, '') COLLATE "C",
            count(*) FILTER (WHERE e.outcome = 'forwarded')::int, count(*) FILTER (WHERE e.outcome = 'filtered')::int,
            count(*) FILTER (WHERE e.outcome = 'duplicate')::int, count(*) FILTER (WHERE e.outcome = 'quarantined')::int
     FROM batch b CROSS JOIN LATERAL ${eventsOf("b.id")} e WHERE b.source_id IN ${SOURCES} GROUP BY 1, 2, 3`,
    `SELECT source_id, hour, type, forwarded, filtered, duplicate, quarantined FROM event_hour WHERE source_id IN ${SOURCES}`,
  ),
  "events of a day": difference(
    `SELECT source_id, date_trunc('day', hour, 'UTC'), sum(forwarded)::int, sum(filtered)::int, sum(duplicate)::int,
            sum(quarantined)::int
     FROM event_hour WHERE source_id IN ${SOURCES} GROUP BY 1, 2`,
    `SELECT source_id, day, forwarded, filtered, duplicate, quarantined FROM event_day WHERE source_id IN ${SOURCES}`,
  ),
  "lag of an hour": difference(
    `SELECT source_id, date_trunc('hour', received_at, 'UTC'), sum(accepted)::int, sum(accepted * ${LAG_MS})::bigint,
            max(${LAG_MS}), ARRAY[${IN_BUCKETS}]
     FROM batch WHERE source_id IN ${SOURCES} AND state = 'done' GROUP BY 1, 2`,
    `SELECT source_id, hour, events, sum_ms, max_ms, buckets FROM lag_hour WHERE source_id IN ${SOURCES}`,
  ),
  "calls of an hour": difference(
    `SELECT owner_id, date_trunc('hour', started_at, 'UTC'), count(*) FILTER (WHERE state = 'accepted')::int,
            count(*) FILTER (WHERE state = 'refused')::int, count(*) FILTER (WHERE state = 'failed' AND status = 429)::int,
            count(*) FILTER (WHERE state = 'failed' AND status IS DISTINCT FROM 429)::int
     FROM (SELECT source_id AS owner_id, started_at, state, status FROM delivery WHERE source_id IN ${SOURCES}
           UNION ALL SELECT s.destination_id, p.started_at, p.state, p.status
           FROM push p JOIN segment s ON s.id = p.segment_id WHERE s.destination_id IN ${DESTINATIONS}) call
     WHERE state <> 'sending' GROUP BY 1, 2`,
    `SELECT owner_id, hour, accepted, refused, throttled, failed FROM call_hour
     WHERE owner_id IN ${SOURCES} OR owner_id IN ${DESTINATIONS}`,
  ),
  "members of a segment": difference(
    `SELECT segment_id, COALESCE(sum(adds) FILTER (WHERE state = 'accepted'), 0)::int,
            COALESCE(sum(removes) FILTER (WHERE state = 'accepted'), 0)::int, sum(refused)::int
     FROM push WHERE segment_id IN ${SEGMENTS} AND state <> 'sending' GROUP BY 1`,
    `SELECT segment_id, sum(added)::int, sum(removed)::int, sum(refused)::int FROM segment_day
     WHERE segment_id IN (SELECT segment_id FROM push WHERE segment_id IN ${SEGMENTS} AND state <> 'sending') GROUP BY 1`,
  ),
};
