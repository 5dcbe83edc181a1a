import { z } from "zod";
import { type HistoryRange, toHistoryRange } from "@/lib/insight/history/history-range";
import { type Counts, toSeries } from "@/lib/insight/history/history-series";
import { readQueued } from "@/lib/insight/history/read-queued";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { timeInput } from "@/lib/kernel/api/time-input";
import { recordedEvents } from "@/lib/kernel/batch-counts";
import { pool } from "@/lib/kernel/database";
import { ownerIdOf } from "@/lib/team/owners/owner-filter";
import type { DashboardHistoryView } from "./dashboard-history-view";
import { dashboardInput } from "./show-dashboard";

/** Whose customers, which range of days, and by which bucket. */
export const dashboardHistoryInput = z.strictObject({
  owner: dashboardInput.shape.owner,
  bucket: z.enum(["day", "week"]).default("day"),
  /** Left out: 30 days or 12 weeks before the end. */
  from: timeInput.optional(),
  /** Left out: now. */
  to: timeInput.optional(),
});

const DAY_MS = 86_400_000;
const OUTCOMES = ["forwarded", "filtered", "duplicate", "quarantined"] as const;
const CHANGES = ["added", "removed", "refused"] as const;

/** A customer whose events changed by a smaller share is not named. Our choice. */
const LEAST_CHANGE = 0.2;
const MAX_NAMED = 5;

/**
 * What moved for all customers, or one's own, in a range of days, compared with the range of the same length before it:
 * statements over sums of days, for any number of events, and one over what is queued.
 * @throws TributaryError `forbidden`; `invalid` for a range with too many buckets, and when `me` is not a member of the team
 */
export async function showDashboardHistory(
  ctx: Ctx,
  input: z.input<typeof dashboardHistoryInput>,
): Promise<DashboardHistoryView> {
  requireRole(ctx, "viewer");
  const { owner, ...asked } = parseInput(dashboardHistoryInput, input);
  const ownerId = await ownerIdOf(ctx, owner === "me" ? owner : undefined);
  const nowMs = Date.now();
  const range = toHistoryRange(asked, nowMs);
  const todayMs = Math.floor(nowMs / DAY_MS) * DAY_MS;
  const endMs = Math.max(range.fromMs, Math.min(range.toMs, todayMs));
  const compared = { endMs, beforeEndMs: range.beforeMs + (endMs - range.fromMs) };
  const times = [range.beforeMs, range.toMs].map((ms) => new Date(ms));

  const [since, events, queued, members, changed] = await Promise.all([
    pool.query<{ since: Date | null }>(SINCE, [ownerId]),
    pool.query<DayOf<(typeof OUTCOMES)[number]>>(EVENTS, [ownerId, ...times]),
    findSources(ownerId).then((sourceIds) => readQueued(sourceIds, null, range)),
    pool.query<DayOf<(typeof CHANGES)[number]>>(MEMBERS, [ownerId, ...times]),
    pool.query<DashboardHistoryView["changedMost"][number]>(CHANGED_MOST, [
      ownerId,
      ...[range.beforeMs, compared.beforeEndMs, range.fromMs, compared.endMs].map((ms) => new Date(ms)),
      LEAST_CHANGE,
      MAX_NAMED,
    ]),
  ]);
  return {
    bucket: asked.bucket,
    from: new Date(range.fromMs).toISOString(),
    to: new Date(range.toMs).toISOString(),
    beforeFrom: new Date(range.beforeMs).toISOString(),
    since: since.rows[0]?.since?.toISOString() ?? null,
    isOpen: range.toMs > todayMs,
    events: toCompared(range, OUTCOMES, events.rows, compared),
    queued,
    members: toCompared(range, CHANGES, members.rows, compared),
    changedMost: changed.rows,
  };
}

type DayOf<Name extends string> = Counts<Name> & { day: Date };

/** Days as buckets and sums; `compared` has the sums of the days that both ranges have whole. Pure. */
function toCompared<Name extends string>(
  range: HistoryRange,
  names: readonly Name[],
  days: readonly DayOf<Name>[],
  { endMs, beforeEndMs }: { endMs: number; beforeEndMs: number },
) {
  const sizeMs = range.bucket === "week" ? 7 * DAY_MS : DAY_MS;
  const startOf = (ms: number) => new Date(range.fromMs + Math.floor((ms - range.fromMs) / sizeMs) * sizeMs);
  const rows = days.map((row) => ({ ...row, start: startOf(row.day.getTime()) }));
  const whole = rows.filter(({ day }) => {
    const ms = day.getTime();
    return ms < beforeEndMs || (ms >= range.fromMs && ms < endMs);
  });
  const { buckets, total } = toSeries(range, names, addUp(names, rows));
  const compared = toSeries(range, names, whole);
  return { buckets, total, compared: { total: compared.total, before: compared.before } };
}

/** One row for each bucket. */
function addUp<Name extends string>(
  names: readonly Name[],
  rows: readonly (Counts<Name> & { start: Date })[],
) {
  const byStart = new Map<number, Counts<Name> & { start: Date }>();
  for (const row of rows) {
    const sum = byStart.get(row.start.getTime());
    const both = names.map((name) => [name, (sum?.[name] ?? 0) + row[name]]);
    byStart.set(row.start.getTime(), { ...row, ...Object.fromEntries(both) });
  }
  return [...byStart.values()];
}

async function findSources(ownerId: string | null): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(SOURCES, [ownerId]);
  return rows.map(({ id }) => id);
}

const OWNED = "($1::uuid IS NULL OR c.owner_id = $1)";

const SOURCES = `SELECT s.id FROM customer c JOIN source s ON s.customer_id = c.id WHERE ${OWNED}`;

const EVENTS = `
  SELECT d.day, sum(d.forwarded)::float8 AS forwarded, sum(d.filtered)::float8 AS filtered,
         sum(d.duplicate)::float8 AS duplicate, sum(d.quarantined)::float8 AS quarantined
  FROM customer c JOIN source s ON s.customer_id = c.id JOIN event_day d ON d.source_id = s.id
  WHERE ${OWNED} AND d.day >= $2 AND d.day < $3 GROUP BY d.day`;

const MEMBERS = `
  SELECT d.day, sum(d.added)::float8 AS added, sum(d.removed)::float8 AS removed, sum(d.refused)::float8 AS refused
  FROM customer c JOIN segment s ON s.customer_id = c.id JOIN segment_day d ON d.segment_id = s.id
  WHERE ${OWNED} AND d.day >= $2 AND d.day < $3 GROUP BY d.day`;

const CHANGED_MOST = `
  SELECT c.id, c.name, t.events, t.before
  FROM (
    SELECT s.customer_id, COALESCE(sum(${recordedEvents("d")}) FILTER (WHERE d.day >= $4), 0)::float8 AS events,
           COALESCE(sum(${recordedEvents("d")}) FILTER (WHERE d.day < $3), 0)::float8 AS before
    FROM customer c JOIN source s ON s.customer_id = c.id JOIN event_day d ON d.source_id = s.id
    WHERE ${OWNED} AND d.day >= $2 AND d.day < $5 AND (d.day < $3 OR d.day >= $4::timestamptz) GROUP BY s.customer_id
  ) t JOIN customer c ON c.id = t.customer_id
  WHERE t.before > 0 AND abs(t.events - t.before) >= $6::float8 * t.before
  ORDER BY abs(t.events - t.before) DESC, c.id LIMIT $7`;

const SINCE = `
  SELECT least(
    (SELECT min(greatest(c.created_at, f.day)) FROM customer c
     JOIN source s ON s.customer_id = c.id CROSS JOIN LATERAL (
       SELECT d.day FROM event_day d WHERE d.source_id = s.id ORDER BY d.day LIMIT 1) f WHERE ${OWNED}),
    (SELECT min(greatest(c.created_at, f.day)) FROM customer c
     JOIN segment s ON s.customer_id = c.id CROSS JOIN LATERAL (
       SELECT d.day FROM segment_day d WHERE d.segment_id = s.id ORDER BY d.day LIMIT 1) f WHERE ${OWNED})) AS since`;
