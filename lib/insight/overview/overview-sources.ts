import { countedCalls } from "@/lib/forwarding/deliveries/book-delivery";
import { drainSeconds } from "@/lib/forwarding/deliveries/drain-time";
import { idSince } from "@/lib/kernel/api/id-since";
import { pendingEvents } from "@/lib/kernel/batch-counts";
import { pool } from "@/lib/kernel/database";
import { env } from "@/lib/kernel/env";
import { SOURCE_FLOWS } from "@/lib/kernel/holds/hold-rule";
import { eventsPerMinute } from "@/lib/vendors/heap/limits";
import type { CallState, HeapRegion } from "@/prisma/generated/enums";
import type { HeapAppOverview, SourceOverview } from "./overview-view";

interface SourceRow {
  id: string;
  name: string;
  heapApp: string;
  pausedAt: Date | null;
  acceptedMinute: number;
  acceptedHour: number;
  forwardedMinute: number;
  forwardedHour: number;
  pendingEvents: number;
  pendingBatches: number;
  oldestAt: Date | null;
  lastBatchAt: Date | null;
  callState: CallState | null;
  callEvents: number | null;
  callStatus: number | null;
  callWords: string | null;
  callFinishedAt: Date | null;
}

/** A customer's sources, oldest first, with what moves through them; one statement. */
export async function readSourceOverviews(customerId: string): Promise<SourceOverview[]> {
  const { rows } = await pool.query<SourceRow>(SOURCES, [customerId]);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    heapApp: row.heapApp,
    pausedAt: row.pausedAt?.toISOString() ?? null,
    accepted: { lastMinute: row.acceptedMinute, perMinute: row.acceptedHour / 60 },
    forwarded: { lastMinute: row.forwardedMinute, perMinute: row.forwardedHour / 60 },
    backlog: {
      events: row.pendingEvents,
      batches: row.pendingBatches,
      oldestAt: row.oldestAt?.toISOString() ?? null,
    },
    lastBatchAt: row.lastBatchAt?.toISOString() ?? null,
    lastDelivery: row.callState && {
      state: row.callState,
      eventCount: row.callEvents ?? 0,
      status: row.callStatus,
      words: row.callWords,
      finishedAt: row.callFinishedAt?.toISOString() ?? null,
    },
  }));
}

interface AppRow {
  key: string;
  appId: string;
  region: HeapRegion;
  sources: number;
  countedEvents: number;
  pendingEvents: number;
  resumeAt: Date | null;
  waitSeconds: number;
  failures: number;
}

/** The Heap apps a customer's sources forward to, with their budget; one statement. */
export async function readHeapApps(customerId: string): Promise<HeapAppOverview[]> {
  const { rows } = await pool.query<AppRow>(HEAP_APPS, [customerId]);
  const { SANDBOX_EVENTS_PER_MINUTE } = env();
  return rows.map(({ resumeAt, waitSeconds, ...row }) => {
    const limit = eventsPerMinute(row.key, SANDBOX_EVENTS_PER_MINUTE);
    const limitPerMinute = Number.isFinite(limit) ? limit : null;
    return {
      ...row,
      limitPerMinute,
      drainSeconds: drainSeconds({ pendingEvents: row.pendingEvents, limitPerMinute, waitSeconds }),
      waitsUntil: resumeAt?.toISOString() ?? null,
    };
  });
}

// Every part starts at the source and uses an index backwards from now, so history costs nothing.
const SOURCES = `
  SELECT s.id, s.name, s.heap_app AS "heapApp", s.paused_at AS "pausedAt",
         came."acceptedMinute", came."acceptedHour", went."forwardedMinute", went."forwardedHour",
         waiting."pendingEvents", waiting."pendingBatches", waiting."oldestAt", latest.received_at AS "lastBatchAt",
         call.state AS "callState", call.event_count AS "callEvents", call.status AS "callStatus",
         call.words AS "callWords", call.finished_at AS "callFinishedAt"
  FROM source s
  CROSS JOIN LATERAL (
    SELECT COALESCE(sum(b.accepted) FILTER (WHERE b.received_at > now() - interval '1 min'), 0)::int AS "acceptedMinute",
           COALESCE(sum(b.accepted), 0)::int AS "acceptedHour"
    FROM batch b
    WHERE b.source_id = s.id AND b.id >= ${idSince("1 h")} AND b.received_at > now() - interval '1 h'
  ) came
  CROSS JOIN LATERAL (
    SELECT COALESCE(sum(d.event_count) FILTER (WHERE d.finished_at > now() - interval '1 min'), 0)::int
             AS "forwardedMinute",
           COALESCE(sum(d.event_count), 0)::int AS "forwardedHour"
    FROM delivery d
    WHERE d.source_id = s.id AND d.id >= ${idSince("1 h")} AND d.state = 'accepted'
      AND d.finished_at > now() - interval '1 h'
  ) went
  CROSS JOIN LATERAL (
    SELECT COALESCE(sum(${pendingEvents()}), 0)::int AS "pendingEvents", count(*)::int AS "pendingBatches",
           min(b.received_at) AS "oldestAt"
    FROM batch b WHERE b.source_id = s.id AND b.state = 'pending'
  ) waiting
  LEFT JOIN LATERAL (
    SELECT b.received_at FROM batch b WHERE b.source_id = s.id ORDER BY b.id DESC LIMIT 1
  ) latest ON true
  LEFT JOIN LATERAL (
    SELECT * FROM delivery d WHERE d.source_id = s.id AND d.state <> 'sending' ORDER BY d.id DESC LIMIT 1
  ) call ON true
  WHERE s.customer_id = $1 ORDER BY s.id`;

// A Heap app's limit is for all its sources, so its backlog is theirs too.
const HEAP_APPS = `
  SELECT app.heap_app AS key, app.heap_app_id AS "appId", app.heap_region AS region, waiting.sources,
         counted."countedEvents", waiting."pendingEvents",
         CASE WHEN a.resume_at > now() THEN a.resume_at END AS "resumeAt",
         COALESCE(GREATEST(extract(epoch FROM a.resume_at - now()), 0), 0)::float AS "waitSeconds",
         COALESCE(a.failures, 0) AS failures
  FROM (SELECT DISTINCT heap_app, heap_app_id, heap_region FROM source WHERE customer_id = $1) app
  LEFT JOIN heap_app a ON a.key = app.heap_app
  CROSS JOIN LATERAL (
    SELECT COALESCE(sum(event_count), 0)::int AS "countedEvents" FROM (${countedCalls("app.heap_app")}) call
  ) counted
  CROSS JOIN LATERAL (
    SELECT count(DISTINCT s.id)::int AS sources,
           COALESCE(sum(${pendingEvents()}) FILTER (
             WHERE ${SOURCE_FLOWS}
           ), 0)::int AS "pendingEvents"
    FROM source s
    JOIN customer c ON c.id = s.customer_id
    LEFT JOIN batch b ON b.source_id = s.id AND b.state = 'pending' AND b.held_at IS NULL
    WHERE s.heap_app = app.heap_app
  ) waiting
  ORDER BY app.heap_app`;
