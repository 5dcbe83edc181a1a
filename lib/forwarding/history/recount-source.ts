import { lockBooks } from "@/lib/forwarding/batches/lock-books";
import { idAt } from "@/lib/kernel/api/id-since";
import { recordedEvents } from "@/lib/kernel/batch-counts";
import { inTransaction, pool } from "@/lib/kernel/database";
import { callResult, recountCalls } from "@/lib/kernel/history/call-hours";
import { eventsOf } from "@/lib/kernel/packed-events";
import { HOUR_OF_BATCH, RECOUNT_EVENT_DAY } from "./event-counts";
import { lagsOf } from "./lag-hours";

const DAY_MS = 86_400_000;

/**
 * Counts the history of a source again, from its events, batches and calls, day by day as far back as they reach. The
 * source's turn is held for one day at a time. An hour changes only if what is stored of it is at least as much as was
 * counted: less means that some was pruned.
 */
export async function recountSource(sourceId: string): Promise<void> {
  const firstMs = (await findFirstAt(sourceId))?.getTime() ?? Date.now();
  for (let dayMs = Math.floor(firstMs / DAY_MS) * DAY_MS; dayMs < Date.now() + DAY_MS; dayMs += DAY_MS) {
    await recountDay(sourceId, new Date(dayMs));
  }
}

/** The first batch that is stored, or the first hour that was counted. */
async function findFirstAt(sourceId: string): Promise<Date | null> {
  const { rows } = await pool.query<{ firstAt: Date | null }>(
    `SELECT least((SELECT received_at FROM batch WHERE source_id = $1 ORDER BY id LIMIT 1),
                  (SELECT min(hour) FROM event_hour WHERE source_id = $1)) AS "firstAt"`,
    [sourceId],
  );
  return rows[0]?.firstAt ?? null;
}

async function recountDay(sourceId: string, day: Date): Promise<void> {
  await inTransaction(async (sql) => {
    await lockBooks(sql, sourceId);
    await sql.query(RECOUNT_EVENTS, [sourceId, day]);
    await sql.query(RECOUNT_EVENT_DAY, [sourceId, day]);
    await sql.query(RECOUNT_LAGS, [sourceId, day]);
    await recountCalls(sql, CALLS, [sourceId, day]);
  });
}

/** The time decides; the id, which has a time by another clock, only finds the place. */
const NEAR_DAY = (id: string) =>
  `${id} >= ${idAt("$2::timestamptz - interval '1 day'")} AND ${id} < ${idAt("$2::timestamptz + interval '2 days'")}`;
const IN_DAY = (time: string) =>
  `${time} >= $2::timestamptz AND ${time} < $2::timestamptz + interval '1 day'`;

const BATCHES = `
  SELECT b.id, b.source_id, b.accepted, b.received_at, b.done_at FROM batch b
  WHERE b.source_id = $1::uuid AND ${NEAR_DAY("b.id")} AND ${IN_DAY("b.received_at")}`;

const CALLS = `
  SELECT d.source_id AS owner_id, d.started_at, ${callResult("d")} AS result FROM delivery d
  WHERE d.source_id = $1::uuid AND ${NEAR_DAY("d.id")} AND ${IN_DAY("d.started_at")}`;

const RECOUNT_EVENTS = `
  WITH books AS (
    SELECT ${HOUR_OF_BATCH} AS hour, COALESCE(e.type, '') AS type, count(*) AS events,
           count(*) FILTER (WHERE e.outcome = 'forwarded') AS forwarded,
           count(*) FILTER (WHERE e.outcome = 'filtered') AS filtered,
           count(*) FILTER (WHERE e.outcome = 'duplicate') AS duplicate,
           count(*) FILTER (WHERE e.outcome = 'quarantined') AS quarantined
    FROM (${BATCHES}) b CROSS JOIN LATERAL ${eventsOf("b.id")} e GROUP BY 1, 2
  ), whole AS (
    SELECT o.hour FROM books o GROUP BY o.hour
    HAVING sum(o.events) >= (
      SELECT COALESCE(sum(${recordedEvents("h")}), 0)
      FROM event_hour h WHERE h.source_id = $1::uuid AND h.hour = o.hour)
  )
  INSERT INTO event_hour (source_id, hour, type, forwarded, filtered, duplicate, quarantined)
  SELECT $1::uuid, o.hour, o.type, o.forwarded, o.filtered, o.duplicate, o.quarantined
  FROM books o JOIN whole USING (hour)
  ON CONFLICT (source_id, hour, type) DO UPDATE SET
    forwarded = EXCLUDED.forwarded, filtered = EXCLUDED.filtered, duplicate = EXCLUDED.duplicate,
    quarantined = EXCLUDED.quarantined`;

const RECOUNT_LAGS = `
  INSERT INTO lag_hour AS l (source_id, hour, events, sum_ms, max_ms, buckets)
  ${lagsOf(`(SELECT * FROM (${BATCHES}) found WHERE found.done_at IS NOT NULL)`)}
  ON CONFLICT (source_id, hour) DO UPDATE SET
    events = EXCLUDED.events, sum_ms = EXCLUDED.sum_ms, max_ms = EXCLUDED.max_ms, buckets = EXCLUDED.buckets
  WHERE EXCLUDED.events >= l.events`;
