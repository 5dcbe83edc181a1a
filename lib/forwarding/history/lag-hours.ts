import { LAG_BOUNDS_SECONDS } from "@/lib/kernel/history/lag-bounds";
import { HOUR_OF_BATCH } from "./event-counts";

/** How long a batch `b` took until its last event had its outcome, in milliseconds, in SQL. */
const LAG_MS = "greatest(0, (extract(epoch FROM b.done_at - b.received_at) * 1000)::bigint)";

const BOUNDS_MS = LAG_BOUNDS_SECONDS.map((seconds) => seconds * 1_000);

const IN_BUCKETS = [0, ...BOUNDS_MS]
  .map((_, place) => `COALESCE(sum(g.accepted) FILTER (WHERE g.bucket = ${place}), 0)::int`)
  .join(", ");

const SUMS = [0, ...BOUNDS_MS]
  .map((_, place) => `l.buckets[${place + 1}] + EXCLUDED.buckets[${place + 1}]`)
  .join(", ");

/**
 * How long batches took, by source and hour, in SQL: a row as in `lag_hour`, whose columns are in this order. Each
 * event counts with the time of its batch.
 * @param batches a relation with the columns source_id, received_at, done_at and accepted, of batches that are done
 */
export function lagsOf(batches: string): string {
  return `
    SELECT g.source_id, g.hour, sum(g.accepted)::int AS events, sum(g.accepted * g.lag_ms)::bigint AS sum_ms,
           max(g.lag_ms) AS max_ms, ARRAY[${IN_BUCKETS}] AS buckets
    FROM (
      SELECT b.source_id, ${HOUR_OF_BATCH} AS hour, b.accepted, ${LAG_MS} AS lag_ms,
             width_bucket(${LAG_MS} - 1, ARRAY[${BOUNDS_MS.join(", ")}]::bigint[]) AS bucket
      FROM ${batches} b
    ) g GROUP BY 1, 2`;
}

/** Adds batches that became done to the lags of their hours, in SQL; see `lagsOf`. */
export function addToLagHours(batches: string): string {
  return `
    INSERT INTO lag_hour AS l (source_id, hour, events, sum_ms, max_ms, buckets) ${lagsOf(batches)}
    ON CONFLICT (source_id, hour) DO UPDATE SET
      events = l.events + EXCLUDED.events, sum_ms = l.sum_ms + EXCLUDED.sum_ms,
      max_ms = greatest(l.max_ms, EXCLUDED.max_ms), buckets = ARRAY[${SUMS}]`;
}
