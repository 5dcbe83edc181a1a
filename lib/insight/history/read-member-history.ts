import { pool } from "@/lib/kernel/database";
import { IS_OWED } from "@/lib/kernel/is-owed";
import { bucketStarts, type HistoryRange } from "./history-range";
import { type Counts, toSeries } from "./history-series";
import type { HistoryView } from "./history-view";

const CHANGES = ["added", "removed", "refused"] as const;
const NO_CHANGES = { added: 0, removed: 0, refused: 0 };
const STATES = ["wanted", "acked", "owed"] as const;

/** A day: what calls changed in it, and by how much the states differ from the day before. */
type DayRow = Counts<(typeof CHANGES)[number] | (typeof STATES)[number]> & { day: Date };

/**
 * How the days of a customer's segments ended, and what calls changed in them. Days without a change end like the one
 * before; the latest day of a segment is as the segment is now.
 * @param segmentId null for all of them together
 */
export async function readMemberHistory(
  at: { customerId: string; segmentId: string | null },
  range: HistoryRange,
): Promise<NonNullable<HistoryView["members"]>> {
  const { rows } = await pool.query<DayRow>(BY_DAY, [
    at.customerId,
    at.segmentId,
    new Date(range.beforeMs),
    new Date(range.toMs),
  ]);
  return toMemberHistory(rows, range);
}

/** Adds up days, in order, to the buckets that they belong to. Pure. */
function toMemberHistory(rows: readonly DayRow[], range: HistoryRange): NonNullable<HistoryView["members"]> {
  const starts = bucketStarts(range);
  const startOf = (ms: number) => starts.findLast((start) => start <= ms) ?? range.beforeMs;
  const byBucket = new Map<number, DayRow>();
  for (const row of rows) {
    const startMs = startOf(row.day.getTime());
    const sum = byBucket.get(startMs);
    const isCompared = row.day.getTime() < range.beforeToMs || row.day.getTime() >= range.fromMs;
    const names = isCompared ? [...CHANGES, ...STATES] : STATES;
    const both = names.map((name) => [name, (sum?.[name] ?? 0) + row[name]]);
    byBucket.set(startMs, { ...row, ...NO_CHANGES, ...sum, ...Object.fromEntries(both) });
  }
  const changes = toSeries(
    range,
    CHANGES,
    [...byBucket].map(([startMs, row]) => ({ ...row, start: new Date(startMs) })),
  );
  const now = { wanted: 0, acked: 0, owed: 0 };
  const grow = (startMs: number) => {
    for (const name of STATES) now[name] += byBucket.get(startMs)?.[name] ?? 0;
    return { ...now };
  };
  grow(range.beforeMs);
  return {
    ...changes,
    buckets: changes.buckets.map((bucket, place) => ({ ...bucket, ...grow(starts[place] ?? 0) })),
  };
}

// The last day before the range counts at its beginning. Days that were rebuilt from calls have no state of their own.
const BY_DAY = `
  WITH latest AS (
    SELECT s.id, s.wanted_count, s.acked_count,
           (SELECT d.day FROM segment_day d WHERE d.segment_id = s.id ORDER BY d.day DESC LIMIT 1) AS day
    FROM segment s WHERE s.customer_id = $1 AND ($2::uuid IS NULL OR s.id = $2::uuid)
  ), state AS (
    SELECT l.id, greatest(d.day, $3::timestamptz) AS day, d.day AS seen, COALESCE(d.wanted, l.wanted_count) AS wanted,
           COALESCE(d.acked, l.acked_count) AS acked,
           CASE WHEN d.wanted IS NOT NULL THEN COALESCE(d.owed, 0)
                ELSE (SELECT count(*) FROM member m WHERE m.segment_id = l.id AND ${IS_OWED}) END AS owed
    FROM latest l JOIN segment_day d ON d.segment_id = l.id AND (d.wanted IS NOT NULL OR d.day = l.day)
    WHERE d.day < $4 AND d.day >= COALESCE((
      SELECT max(b.day) FROM segment_day b
      WHERE b.segment_id = l.id AND b.day < $3::timestamptz AND (b.wanted IS NOT NULL OR b.day = l.day)
    ), $3::timestamptz)
  ), step AS (
    SELECT t.day, t.wanted - COALESCE(lag(t.wanted) OVER w, 0) AS wanted, t.acked - COALESCE(lag(t.acked) OVER w, 0) AS acked,
           t.owed - COALESCE(lag(t.owed) OVER w, 0) AS owed, 0 AS added, 0 AS removed, 0 AS refused
    FROM state t WINDOW w AS (PARTITION BY t.id ORDER BY t.seen)
    UNION ALL
    SELECT d.day, 0, 0, 0, d.added, d.removed, d.refused
    FROM latest l JOIN segment_day d ON d.segment_id = l.id WHERE d.day >= $3::timestamptz AND d.day < $4
  )
  SELECT day, sum(wanted)::float8 AS wanted, sum(acked)::float8 AS acked, sum(owed)::float8 AS owed,
         sum(added)::float8 AS added, sum(removed)::float8 AS removed, sum(refused)::float8 AS refused
  FROM step GROUP BY day ORDER BY day`;
