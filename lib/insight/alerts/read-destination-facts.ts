import { IS_UNFIT } from "@/lib/cohorts/members/identifier-of-members";
import { NEWEST_TASK_WITH_ENTRIES } from "@/lib/cohorts/segments/last-tally";
import { CALL_LIMIT, CALL_LIMIT_JOIN } from "@/lib/cohorts/syncs/call-limit";
import { FAILED_RUN } from "@/lib/cohorts/syncs/failed-run";
import type { CallLimit } from "@/lib/cohorts/syncs/time-under-limit";
import { idAt } from "@/lib/kernel/api/id-since";
import type { NotJoined, Queryable } from "@/lib/kernel/database";
import { CUSTOMER_IS_OPEN, DESTINATION_FLOWS } from "@/lib/kernel/holds/hold-rule";
import { IS_OWED } from "@/lib/kernel/is-owed";
import type { CustomerState } from "@/prisma/generated/enums";
import type { DestinationFacts, SegmentFacts, UntakenFacts } from "./alert-facts";
import { RIGHT_PAGES } from "./destination-rules";
import { type RefusalColumns, refusalOf, refusalSql } from "./refusal-facts";

interface Row extends RefusalColumns {
  customerId: string;
  customerState: CustomerState;
  destinationId: string;
  name: string;
  isPaused: boolean;
  hasWebhookSecret: boolean;
  lastPageAt: Date | null;
  isKeyRefused: boolean;
  callLimit: CallLimit | null;
  wanted: number;
  refusedMembers: number;
  unfitMembers: number;
  refusedCount: number;
  refusedPercent: number;
  otherIdTokenAt: Date | null;
  rightSince: number;
  unknownPages: number;
  unknownAction: string | null;
  unknownAt: Date | null;
}

type SyncFacts = NonNullable<SegmentFacts["sync"]>;

interface SyncColumns extends Omit<SyncFacts, "state"> {
  syncState: SyncFacts["state"];
}

type SegmentRow = Omit<SegmentFacts, "sync"> & { destinationId: string } & (
    | SyncColumns
    | NotJoined<SyncColumns>
  );

/**
 * The facts of every destination of a customer that is not archived: three statements for any number of them.
 * @param customerId only those of this customer; null for all
 */
export async function readDestinationFacts(
  db: Queryable,
  customerId: string | null = null,
): Promise<DestinationFacts[]> {
  const { rows } = await db.query<Row>(DESTINATIONS, [customerId]);
  const { rows: segments } = await db.query<SegmentRow>(SEGMENTS, [customerId]);
  const { rows: untaken } = await db.query<UntakenFacts & { destinationId: string }>(UNTAKEN, [customerId]);
  const byDestination = new Map<string, SegmentFacts[]>(rows.map(({ destinationId }) => [destinationId, []]));
  for (const segment of segments) byDestination.get(segment.destinationId)?.push(toSegmentFacts(segment));

  return rows.map((row) => ({
    customerId: row.customerId,
    customerState: row.customerState,
    destinationId: row.destinationId,
    name: row.name,
    isPaused: row.isPaused,
    hasWebhookSecret: row.hasWebhookSecret,
    lastPageAt: row.lastPageAt,
    isKeyRefused: row.isKeyRefused,
    callLimit: row.callLimit,
    refusal: refusalOf(row),
    members: { wanted: row.wanted, refused: row.refusedMembers, unfit: row.unfitMembers },
    refusedFrom: { count: row.refusedCount, percent: row.refusedPercent },
    otherEnvironment: row.otherIdTokenAt && { at: row.otherIdTokenAt, rightSince: row.rightSince },
    segments: byDestination.get(row.destinationId) ?? [],
    untaken: untaken
      .filter(({ destinationId }) => destinationId === row.destinationId)
      .map(({ destinationId: _, ...segment }) => segment),
    unknownActions:
      row.unknownAction !== null && row.unknownAt !== null
        ? { pages: row.unknownPages, action: row.unknownAction, lastAt: row.unknownAt }
        : null,
  }));
}

function toSegmentFacts(row: SegmentRow): SegmentFacts {
  return {
    segmentId: row.segmentId,
    name: row.name,
    isRecurring: row.isRecurring,
    nextSyncAt: row.nextSyncAt,
    lastPageAt: row.lastPageAt,
    owed: row.owed,
    sync: row.syncState && {
      state: row.syncState,
      requestedAt: row.requestedAt,
      finishedAt: row.finishedAt,
      aliveAt: row.aliveAt,
      failedAttempts: row.failedAttempts,
      fruitlessSince: row.fruitlessSince,
      error: row.error,
      failed: row.failed,
    },
  };
}

const DESTINATIONS = `
  SELECT d.customer_id AS "customerId", c.state AS "customerState", d.id AS "destinationId", d.name,
         NOT ${DESTINATION_FLOWS} AS "isPaused",
         EXISTS (SELECT FROM webhook_secret w WHERE w.destination_id = d.id AND w.revoked_at IS NULL)
           AS "hasWebhookSecret",
         EXISTS (
           SELECT FROM alert a WHERE a.customer_id = d.customer_id AND a.kind = 'braze_key_refused'
             AND a.subject = d.id::text AND a.resolved_at IS NULL
         ) AS "isKeyRefused", ${CALL_LIMIT} AS "callLimit",
         came.last_page_at AS "lastPageAt", came.last_page_at AS "acceptedAt",
         sent.*, c.refused_count AS "refusedCount", c.refused_percent AS "refusedPercent",
         d.other_id_token_at AS "otherIdTokenAt", right_ones."rightSince", odd.*, refused.*
  FROM destination d
  JOIN customer c ON c.id = d.customer_id
  ${CALL_LIMIT_JOIN}
  CROSS JOIN LATERAL (
    SELECT max(g.last_page_at) AS last_page_at FROM segment g WHERE g.destination_id = d.id
  ) came
  CROSS JOIN LATERAL (
    SELECT COALESCE(sum(s.wanted_count), 0)::int AS wanted, COALESCE(sum(refusing.members), 0)::int AS "refusedMembers",
           COALESCE(sum(refusing.unfit), 0)::int AS "unfitMembers"
    FROM segment s
    CROSS JOIN LATERAL (
      SELECT count(*) AS members, count(*) FILTER (WHERE ${IS_UNFIT}) AS unfit
      FROM member m WHERE m.segment_id = s.id AND m.refused IS NOT NULL
    ) refusing
    WHERE s.destination_id = d.id
  ) sent
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS "rightSince" FROM (
      SELECT FROM page p WHERE p.destination_id = d.id AND p.id >= ${idAt("d.other_id_token_at")}
        AND p.received_at > d.other_id_token_at AND p.state = 'applied' LIMIT ${RIGHT_PAGES}
    ) counted
  ) right_ones
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS "unknownPages", max(p.received_at) AS "unknownAt",
           (array_agg(p.action ORDER BY p.received_at DESC))[1] AS "unknownAction"
    FROM page p
    WHERE p.destination_id = d.id AND p.state = 'ignored'
      AND p.received_at > now() - interval '7 d'
  ) odd
  LEFT JOIN LATERAL (${refusalSql("e.destination_id = d.id")}) refused ON true
  WHERE ${CUSTOMER_IS_OPEN} AND ($1::uuid IS NULL OR d.customer_id = $1)
  ORDER BY d.id`;

/** Owed members are counted up to here. */
const MOST_COUNTED = 1_000_000;

// Returns only segments that owe something or are late; a healthy one costs three index look-ups.
const SEGMENTS = `
  SELECT g.destination_id AS "destinationId", g.id AS "segmentId", g.name, g.mode = 'recurring' AS "isRecurring",
         g.next_sync_at AS "nextSyncAt", g.last_page_at AS "lastPageAt",
         (SELECT count(*)::int FROM (
            SELECT FROM member m WHERE m.segment_id = g.id AND ${IS_OWED} LIMIT ${MOST_COUNTED}) counted) AS owed,
         y.state AS "syncState", y.requested_at AS "requestedAt", y.finished_at AS "finishedAt",
         GREATEST(y.touched_at, y.retry_at) AS "aliveAt", y.failed_attempts AS "failedAttempts",
         COALESCE(good.finished_at, y.started_at, y.requested_at) AS "fruitlessSince", y.error,
         (SELECT json_build_object('times', run.times, 'since', run.since)
          FROM (${FAILED_RUN}) run WHERE y.state = 'failed') AS failed
  FROM segment g
  JOIN destination d ON d.id = g.destination_id
  JOIN customer c ON c.id = g.customer_id
  LEFT JOIN LATERAL (SELECT * FROM sync WHERE segment_id = g.id ORDER BY id DESC LIMIT 1) y ON true
  LEFT JOIN LATERAL (
    SELECT p.finished_at FROM push p
    WHERE p.sync_id = y.id AND p.state = 'accepted' AND y.failed_attempts > 0 AND y.finished_at IS NULL
    ORDER BY p.id DESC LIMIT 1
  ) good ON true
  WHERE g.mode <> 'off' AND ${DESTINATION_FLOWS} AND ($1::uuid IS NULL OR g.customer_id = $1)
    AND (
      g.next_sync_at < now() - interval '10 min'
      OR (y.state IN ('queued', 'running') AND g.mode = 'recurring' AND y.touched_at < now() - interval '10 min')
      OR EXISTS (SELECT FROM member m WHERE m.segment_id = g.id AND ${IS_OWED})
    )
  ORDER BY g.id`;

// A segment costs one look at its tasks; only those with untaken users come back.
const UNTAKEN = `
  SELECT s.destination_id AS "destinationId", s.id AS "segmentId", s.name, t.entries, t.untaken,
         (SELECT e->>'shape' FROM page p CROSS JOIN LATERAL jsonb_array_elements(p.shapes) e
          WHERE p.task_id = t.id AND p.untaken > 0
          GROUP BY 1 ORDER BY sum((e->>'count')::int) DESC LIMIT 1) AS shape
  FROM segment s
  JOIN customer c ON c.id = s.customer_id
  CROSS JOIN LATERAL (${NEWEST_TASK_WITH_ENTRIES}) t
  WHERE s.mode <> 'off' AND ${CUSTOMER_IS_OPEN} AND t.untaken > 0
    AND ($1::uuid IS NULL OR s.customer_id = $1)
  ORDER BY s.id`;
