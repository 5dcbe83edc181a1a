import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { timeInput } from "@/lib/kernel/api/time-input";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { pool, prisma } from "@/lib/kernel/database";
import { env } from "@/lib/kernel/env";
import { TributaryError } from "@/lib/kernel/errors";
import { toHistoryRange } from "./history-range";
import type { HistoryView } from "./history-view";
import { readCallHistory } from "./read-call-history";
import { readEventHistory } from "./read-event-history";
import { readLagHistory } from "./read-lag-history";
import { readMemberHistory } from "./read-member-history";
import { readQueued } from "./read-queued";
import { readSyncHistory } from "./read-sync-history";

/** Which range, by which bucket, and of what: all of the customer, one source, or one segment. */
export const historyInput = z.strictObject({
  bucket: z.enum(["hour", "day", "week"]).default("day"),
  /** Left out: 24 hours, 30 days or 12 weeks before the end. */
  from: timeInput.optional(),
  /** Left out: now. */
  to: timeInput.optional(),
  sourceId: z.uuid().optional(),
  segmentId: z.uuid().optional(),
});

/**
 * What happened at a customer in a range of time, compared with the range of the same length before it.
 * @throws TributaryError `forbidden`; `not_found`, also for a source or segment of another customer; `invalid` for a
 *   source and a segment at once, and for a range with too many buckets
 */
export async function showHistory(
  ctx: Ctx,
  input: z.infer<typeof historyInput> & { customerId: string },
): Promise<HistoryView> {
  requireRole(ctx, "viewer");
  const { customerId, sourceId, segmentId } = input;
  if (sourceId !== undefined && segmentId !== undefined) {
    throw new TributaryError("invalid", "segmentId: choose a source or a segment, not both");
  }
  const range = toHistoryRange(input, Date.now());
  const { lagTargetSeconds } = await requireCustomer(customerId);
  const sourceIds = segmentId === undefined ? await findSources(customerId, sourceId) : null;
  if (segmentId !== undefined) await requireSegment(customerId, segmentId);
  const isWhole = sourceId === undefined && segmentId === undefined;

  const [since, events, queued, lag, heapCalls, brazeCalls, syncs, members] = await Promise.all([
    findSince(customerId),
    sourceIds && readEventHistory(sourceIds, range),
    sourceIds && readQueued(sourceIds, lagTargetSeconds, range),
    sourceIds && readLagHistory(sourceIds, lagTargetSeconds, range),
    sourceIds && readCallHistory(sourceIds, range),
    isWhole ? findDestinations(customerId).then((ids) => readCallHistory(ids, range)) : null,
    sourceId === undefined
      ? readSyncHistory({ customerId, segmentId: segmentId ?? null }, keptSince(), range)
      : null,
    sourceId === undefined && range.bucket !== "hour"
      ? readMemberHistory({ customerId, segmentId: segmentId ?? null }, range)
      : null,
  ]);
  return {
    bucket: range.bucket,
    from: new Date(range.fromMs).toISOString(),
    to: new Date(range.toMs).toISOString(),
    beforeFrom: new Date(range.beforeMs).toISOString(),
    beforeTo: new Date(range.beforeToMs).toISOString(),
    since: since?.toISOString() ?? null,
    ...{ events, queued, lag, heapCalls, brazeCalls, syncs, members },
  };
}

/** Syncs that ended earlier are pruned. */
function keptSince(): Date {
  return new Date(Date.now() - env().RETENTION_OUTCOME_DAYS * 86_400_000);
}

async function findSources(customerId: string, sourceId: string | undefined): Promise<string[]> {
  const found = await prisma.source.findMany({ where: { customerId, id: sourceId }, select: { id: true } });
  if (sourceId !== undefined && found.length === 0) {
    throw new TributaryError("not_found", "There is no such source.");
  }
  return found.map(({ id }) => id);
}

async function findDestinations(customerId: string): Promise<string[]> {
  const found = await prisma.destination.findMany({ where: { customerId }, select: { id: true } });
  return found.map(({ id }) => id);
}

async function requireSegment(customerId: string, segmentId: string): Promise<void> {
  const found = await prisma.segment.findFirst({
    where: { customerId, id: segmentId },
    select: { id: true },
  });
  if (!found) throw new TributaryError("not_found", "There is no such segment.");
}

/** The hour or day had begun before the customer was created: then it is counted from that moment on. */
async function findSince(customerId: string): Promise<Date | null> {
  const { rows } = await pool.query<{ since: Date }>(
    `SELECT greatest(c.created_at, f.since) AS since
     FROM customer c CROSS JOIN LATERAL (SELECT least(
       (SELECT min(f.hour) FROM source s CROSS JOIN LATERAL (
          SELECT h.hour FROM event_hour h WHERE h.source_id = s.id ORDER BY h.hour LIMIT 1) f
        WHERE s.customer_id = c.id),
       (SELECT min(f.day) FROM segment s CROSS JOIN LATERAL (
          SELECT d.day FROM segment_day d WHERE d.segment_id = s.id ORDER BY d.day LIMIT 1) f
        WHERE s.customer_id = c.id)) AS since) f
     WHERE c.id = $1 AND f.since IS NOT NULL`,
    [customerId],
  );
  return rows[0]?.since ?? null;
}
