import { MAX_RECURRING_SEGMENTS } from "@/lib/cohorts/segments/recurring-limits";
import { CALL_LIMIT, CALL_LIMIT_JOIN } from "@/lib/cohorts/syncs/call-limit";
import { type CallLimit, roomFor, secondsOfWaiting } from "@/lib/cohorts/syncs/time-under-limit";
import { idSince } from "@/lib/kernel/api/id-since";
import { type NotJoined, pool } from "@/lib/kernel/database";
import { IS_OWED } from "@/lib/kernel/is-owed";
import { HAS_BRAZE_KEY } from "@/lib/setup/destinations/key-columns";
import { MAX_OBJECTS_PER_CALL } from "@/lib/vendors/braze/membership-client";
import type { DestinationKind, SyncState } from "@/prisma/generated/enums";
import type { DestinationOverview } from "./overview-view";

interface SyncColumns {
  syncId: string;
  syncSegment: string;
  syncState: SyncState;
  syncRequestedAt: Date;
  syncFinishedAt: Date | null;
  syncError: string | null;
}

type Row = (SyncColumns | NotJoined<SyncColumns>) & {
  id: string;
  name: string;
  brazeInstance: string;
  kind: DestinationKind;
  hasBrazeKey: boolean;
  pausedAt: Date | null;
  off: number;
  manual: number;
  recurring: number;
  wanted: number;
  sent: number;
  owed: number;
  refused: number;
  receivedMinute: number;
  receivedHour: number;
  pushedMinute: number;
  pushedHour: number;
  lastPageAt: Date | null;
  nextSyncAt: Date | null;
  runningSyncs: number;
  callLimit: CallLimit | null;
};

/** A customer's destinations, oldest first, with what moves through them; one statement. */
export async function readDestinationOverviews(customerId: string): Promise<DestinationOverview[]> {
  const { rows } = await pool.query<Row>(DESTINATIONS, [customerId]);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    brazeInstance: row.brazeInstance,
    kind: row.kind,
    hasBrazeKey: row.hasBrazeKey,
    pausedAt: row.pausedAt?.toISOString() ?? null,
    segments: { off: row.off, manual: row.manual, recurring: row.recurring },
    maxRecurring: MAX_RECURRING_SEGMENTS,
    wanted: row.wanted,
    sent: row.sent,
    owed: row.owed,
    refused: row.refused,
    received: { lastMinute: row.receivedMinute, perMinute: row.receivedHour / 60 },
    pushed: { lastMinute: row.pushedMinute, perMinute: row.pushedHour / 60 },
    lastPageAt: row.lastPageAt?.toISOString() ?? null,
    lastSync: row.syncId
      ? {
          id: row.syncId,
          segmentName: row.syncSegment,
          state: row.syncState,
          requestedAt: row.syncRequestedAt.toISOString(),
          finishedAt: row.syncFinishedAt?.toISOString() ?? null,
          error: row.syncError,
        }
      : null,
    nextSyncAt: row.nextSyncAt?.toISOString() ?? null,
    runningSyncs: row.runningSyncs,
    callLimit: row.callLimit && toLimitView(row.callLimit, row.owed),
  }));
}

/** A window that is over is shown as the full one that follows. */
function toLimitView(limit: CallLimit, owed: number): NonNullable<DestinationOverview["callLimit"]> {
  const isOver = limit.endsInSeconds <= 0;
  return {
    most: limit.most,
    windowSeconds: limit.windowSeconds,
    remaining: isOver ? limit.most : Math.max(0, limit.remaining),
    room: roomFor(limit).now,
    endsInSeconds: Math.ceil(limit.endsInSeconds),
    drainSeconds: secondsOfWaiting(Math.ceil(owed / MAX_OBJECTS_PER_CALL), limit) ?? 0,
  };
}

// Owed and refused members are counted by their partial indexes; pages and pushes are found by their time.
const DESTINATIONS = `
  WITH pushed AS (
    SELECT g.destination_id,
           sum(p.adds + p.removes) FILTER (WHERE p.finished_at > now() - interval '1 min') AS last_minute,
           sum(p.adds + p.removes) AS last_hour
    FROM push p JOIN segment g ON g.id = p.segment_id
    WHERE p.customer_id = $1 AND p.state = 'accepted' AND p.started_at > now() - interval '70 min'
      AND p.finished_at > now() - interval '1 h'
    GROUP BY g.destination_id
  )
  SELECT d.id, d.name, d.braze_instance AS "brazeInstance", d.kind, ${HAS_BRAZE_KEY} AS "hasBrazeKey",
         d.paused_at AS "pausedAt", own.*, newest.*,
         COALESCE(pushed.last_minute, 0)::int AS "pushedMinute", COALESCE(pushed.last_hour, 0)::int AS "pushedHour",
         ${CALL_LIMIT} AS "callLimit"
  FROM destination d
  ${CALL_LIMIT_JOIN}
  LEFT JOIN pushed ON pushed.destination_id = d.id
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE g.mode = 'off')::int AS off,
           count(*) FILTER (WHERE g.mode = 'manual')::int AS manual,
           count(*) FILTER (WHERE g.mode = 'recurring')::int AS recurring,
           COALESCE(sum(g.wanted_count), 0)::int AS wanted, COALESCE(sum(g.acked_count), 0)::int AS sent,
           COALESCE(sum(owing.owed), 0)::int AS owed, COALESCE(sum(refusing.refused), 0)::int AS refused,
           COALESCE(sum(came.last_minute), 0)::int AS "receivedMinute",
           COALESCE(sum(came.last_hour), 0)::int AS "receivedHour",
           max(g.last_page_at) AS "lastPageAt",
           min(g.next_sync_at) FILTER (WHERE g.mode = 'recurring') AS "nextSyncAt",
           COALESCE(sum(active.syncs), 0)::int AS "runningSyncs"
    FROM segment g
    CROSS JOIN LATERAL (SELECT count(*) AS owed FROM member m WHERE m.segment_id = g.id AND ${IS_OWED}) owing
    CROSS JOIN LATERAL (
      SELECT count(*) AS refused FROM member m WHERE m.segment_id = g.id AND m.refused IS NOT NULL
    ) refusing
    CROSS JOIN LATERAL (
      SELECT sum(p.adds + p.removes) FILTER (WHERE p.received_at > now() - interval '1 min') AS last_minute,
             sum(p.adds + p.removes) AS last_hour
      FROM page p
      WHERE p.segment_id = g.id AND p.id >= ${idSince("1 h")} AND p.received_at > now() - interval '1 h'
        AND p.state = 'applied'
    ) came
    CROSS JOIN LATERAL (
      SELECT count(*) AS syncs FROM sync y WHERE y.segment_id = g.id AND y.state IN ('queued', 'running')
    ) active
    WHERE g.destination_id = d.id
  ) own
  LEFT JOIN LATERAL (
    SELECT y.id AS "syncId", y.state AS "syncState", y.requested_at AS "syncRequestedAt",
           y.finished_at AS "syncFinishedAt", y.error AS "syncError", g.name AS "syncSegment"
    FROM segment g
    CROSS JOIN LATERAL (SELECT * FROM sync WHERE segment_id = g.id ORDER BY id DESC LIMIT 1) y
    WHERE g.destination_id = d.id
    ORDER BY y.id DESC LIMIT 1
  ) newest ON true
  WHERE d.customer_id = $1 ORDER BY d.id`;
