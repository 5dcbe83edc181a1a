import { pool } from "@/lib/kernel/database";
import { eventName } from "@/lib/vendors/braze/catalog";
import type { HistoryRange } from "./history-range";
import { type Counts, toSeries } from "./history-series";
import type { HistoryView } from "./history-view";

const OUTCOMES = ["forwarded", "filtered", "duplicate", "quarantined"] as const;
const MAX_TYPES = 100;
const NO_TYPE = { type: null, name: null };

interface TypeRow extends Counts<(typeof OUTCOMES)[number]> {
  type: string;
  /** @neverNull both times it compares are there */
  isBefore: boolean;
}

/** What became of the events that some sources received. */
export async function readEventHistory(
  sourceIds: readonly string[],
  range: HistoryRange,
): Promise<NonNullable<HistoryView["events"]>> {
  const times = [range.beforeMs, range.toMs, range.beforeToMs, range.fromMs].map((ms) => new Date(ms));
  const [series, types] = await Promise.all([
    pool.query<Counts<(typeof OUTCOMES)[number]> & { start: Date }>(BY_BUCKET, [
      sourceIds,
      ...times,
      range.bucket,
    ]),
    pool.query<TypeRow>(BY_TYPE, [sourceIds, ...times]),
  ]);
  return { ...toSeries(range, OUTCOMES, series.rows), types: toTypes(types.rows) };
}

const NOTHING = { forwarded: 0, filtered: 0, duplicate: 0, quarantined: 0 };

/** Both ranges of each type side by side, the most frequent first. Pure. */
function toTypes(rows: readonly TypeRow[]): NonNullable<HistoryView["events"]>["types"] {
  const types = new Map<string, { total: typeof NOTHING; before: typeof NOTHING }>();
  for (const { type, isBefore, ...counts } of rows) {
    const found = types.get(type) ?? { total: NOTHING, before: NOTHING };
    types.set(type, { ...found, [isBefore ? "before" : "total"]: counts });
  }
  const all = (counts: typeof NOTHING) => Object.values(counts).reduce((sum, count) => sum + count, 0);
  return [...types]
    .map(([type, counts]) => ({ ...(type === "" ? NO_TYPE : { type, name: eventName(type) }), ...counts }))
    .sort((a, b) => all(b.total) - all(a.total) || all(b.before) - all(a.before))
    .slice(0, MAX_TYPES);
}

const SUMS = `
  sum(h.forwarded)::float8 AS forwarded, sum(h.filtered)::float8 AS filtered, sum(h.duplicate)::float8 AS duplicate,
  sum(h.quarantined)::float8 AS quarantined`;

const IN_RANGES = `
  h.source_id = ANY ($1::uuid[]) AND h.hour >= $2 AND h.hour < $3 AND (h.hour < $4 OR h.hour >= $5::timestamptz)`;

const BY_BUCKET = `
  SELECT date_trunc($6, h.hour, 'UTC') AS start, ${SUMS} FROM event_hour h WHERE ${IN_RANGES} GROUP BY 1`;

const BY_TYPE = `
  SELECT h.type, h.hour < $5::timestamptz AS "isBefore", ${SUMS} FROM event_hour h WHERE ${IN_RANGES} GROUP BY 1, 2`;
