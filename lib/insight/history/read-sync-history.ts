import { idAt } from "@/lib/kernel/api/id-since";
import { pool } from "@/lib/kernel/database";
import { bucketStarts, type HistoryRange } from "./history-range";
import type { HistoryView, SyncsView } from "./history-view";

interface Row extends SyncsView {
  /** Null in the sums of a whole range. */
  start: Date | null;
  /** @neverNull both times it compares are there, and every set of the grouping has it */
  isBefore: boolean;
}

const NO_SYNCS: SyncsView = {
  ...{ succeeded: 0, withErrors: 0, failed: 0, cancelled: 0 },
  ...{ medianSeconds: null, p95Seconds: null, maxSeconds: null },
};

/**
 * How syncs ended and how long they took, counted from the syncs themselves.
 * @param segmentId null for all segments of the customer
 * @param keptSince what was requested earlier may be pruned
 */
export async function readSyncHistory(
  at: { customerId: string; segmentId: string | null },
  keptSince: Date,
  range: HistoryRange,
): Promise<NonNullable<HistoryView["syncs"]>> {
  const { rows } = await pool.query<Row>(BY_BUCKET, [
    at.customerId,
    at.segmentId,
    ...[range.beforeMs, range.toMs, range.beforeToMs, range.fromMs].map((ms) => new Date(ms)),
    range.bucket,
  ]);
  const find = (fits: (row: Row) => boolean) => {
    const {
      start: _,
      isBefore: __,
      ...syncs
    } = rows.find(fits) ?? { start: null, isBefore: false, ...NO_SYNCS };
    return syncs;
  };
  return {
    buckets: bucketStarts(range).map((ms) => ({
      start: new Date(ms).toISOString(),
      syncs: find(({ start }) => start?.getTime() === ms),
    })),
    total: find(({ start, isBefore }) => start === null && !isBefore),
    before:
      range.beforeMs < keptSince.getTime() ? null : find(({ start, isBefore }) => start === null && isBefore),
  };
}

const TOOK = "extract(epoch FROM y.finished_at - y.started_at)";
const HAS_RUN =
  "FILTER (WHERE y.finished_at IS NOT NULL AND y.started_at IS NOT NULL AND y.state <> 'cancelled')";

// The time decides; the id, which has a time by another clock, only finds the place.
const BY_BUCKET = `
  SELECT date_trunc($7, y.requested_at, 'UTC') AS start, y.requested_at < $6::timestamptz AS "isBefore",
         count(*) FILTER (WHERE y.state = 'succeeded')::int AS succeeded,
         count(*) FILTER (WHERE y.state = 'succeeded_with_errors')::int AS "withErrors",
         count(*) FILTER (WHERE y.state = 'failed')::int AS failed,
         count(*) FILTER (WHERE y.state = 'cancelled')::int AS cancelled,
         (percentile_cont(0.5) WITHIN GROUP (ORDER BY ${TOOK}) ${HAS_RUN})::float8 AS "medianSeconds",
         (percentile_cont(0.95) WITHIN GROUP (ORDER BY ${TOOK}) ${HAS_RUN})::float8 AS "p95Seconds",
         (max(${TOOK}) ${HAS_RUN})::float8 AS "maxSeconds"
  FROM sync y
  WHERE y.customer_id = $1 AND ($2::uuid IS NULL OR y.segment_id = $2)
    AND y.id >= ${idAt("$3::timestamptz - interval '1 h'")}
    AND y.requested_at >= $3 AND y.requested_at < $4 AND (y.requested_at < $5 OR y.requested_at >= $6)
  GROUP BY GROUPING SETS ((1, 2), (2))`;
