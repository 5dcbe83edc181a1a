import { pool } from "@/lib/kernel/database";
import { CALL_RESULTS } from "@/lib/kernel/history/call-hours";
import type { HistoryRange } from "./history-range";
import { type Counts, type Series, toSeries } from "./history-series";

type Result = (typeof CALL_RESULTS)[number];

/** How calls ended: of sources to Heap, or of destinations to Braze. */
export async function readCallHistory(
  ownerIds: readonly string[],
  range: HistoryRange,
): Promise<Series<Result>> {
  const { rows } = await pool.query<Counts<Result> & { start: Date }>(
    `SELECT date_trunc($4, h.hour, 'UTC') AS start, sum(h.accepted)::float8 AS accepted,
            sum(h.refused)::float8 AS refused, sum(h.throttled)::float8 AS throttled, sum(h.failed)::float8 AS failed
     FROM call_hour h WHERE h.owner_id = ANY ($1::uuid[]) AND h.hour >= $2 AND h.hour < $3
       AND (h.hour < $5 OR h.hour >= $6) GROUP BY 1`,
    [
      ownerIds,
      new Date(range.beforeMs),
      new Date(range.toMs),
      range.bucket,
      new Date(range.beforeToMs),
      new Date(range.fromMs),
    ],
  );
  return toSeries(range, CALL_RESULTS, rows);
}
