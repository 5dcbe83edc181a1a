import { pool } from "@/lib/kernel/database";
import { LAG_BOUNDS_SECONDS } from "@/lib/kernel/history/lag-bounds";
import { bucketStarts, type HistoryRange } from "./history-range";
import type { HistoryView } from "./history-view";
import { addLags, type LagCounts, toLagView } from "./lag-figures";

interface Row extends LagCounts {
  start: Date;
}

/**
 * How long the events of some sources took from receipt to their outcome.
 * @param targetSeconds within how long they shall have it; null without a target
 */
export async function readLagHistory(
  sourceIds: readonly string[],
  targetSeconds: number | null,
  range: HistoryRange,
): Promise<NonNullable<HistoryView["lag"]>> {
  const { rows } = await pool.query<Row>(BY_BUCKET, [
    sourceIds,
    new Date(range.beforeMs),
    new Date(range.toMs),
    range.bucket,
    new Date(range.beforeToMs),
    new Date(range.fromMs),
  ]);
  const byStart = new Map(rows.map((row) => [row.start.getTime(), row]));
  const isBefore = ({ start }: Row) => start.getTime() < range.fromMs;
  return {
    targetSeconds,
    buckets: bucketStarts(range).map((ms) => {
      const row = byStart.get(ms);
      return { start: new Date(ms).toISOString(), lag: row ? toLagView(row, targetSeconds) : null };
    }),
    total: toLagView(addLags(rows.filter((row) => !isBefore(row))), targetSeconds),
    before: toLagView(addLags(rows.filter(isBefore)), targetSeconds),
  };
}

const BUCKET_SUMS = [0, ...LAG_BOUNDS_SECONDS]
  .map((_, place) => `sum(l.buckets[${place + 1}])::float8`)
  .join(", ");

const BY_BUCKET = `
  SELECT date_trunc($4, l.hour, 'UTC') AS start, sum(l.events)::float8 AS events, sum(l.sum_ms)::float8 AS "sumMs",
         max(l.max_ms)::float8 AS "maxMs", ARRAY[${BUCKET_SUMS}] AS buckets
  FROM lag_hour l WHERE l.source_id = ANY ($1::uuid[]) AND l.hour >= $2 AND l.hour < $3
    AND (l.hour < $5 OR l.hour >= $6) GROUP BY 1`;
