import { idSince } from "@/lib/kernel/api/id-since";
import { pendingEvents } from "@/lib/kernel/batch-counts";
import { pool } from "@/lib/kernel/database";
import { heldBy } from "@/lib/kernel/holds/hold-rule";
import { IS_OWED } from "@/lib/kernel/is-owed";
import type { DestinationKind } from "@/prisma/generated/enums";

/**
 * One source: what came from Braze in the last 24 hours, and what is still waiting of everything that ever came. What
 * somebody simulated did not come from Braze; it has an outcome like any other, so that these and the history agree.
 */
export interface SourceDay {
  id: string;
  name: string;
  isPaused: boolean;
  received: number;
  simulated: number;
  forwarded: number;
  filtered: number;
  duplicate: number;
  quarantined: number;
  pending: number;
  lastBatchAt: Date | null;
}

/** One destination: what Braze accepted in the last 24 hours, and the state of its segments that are on. */
export interface DestinationDay {
  id: string;
  name: string;
  isPaused: boolean;
  kind: DestinationKind;
  added: number;
  removed: number;
  segments: number;
  segmentsOn: number;
  segmentsInStep: number;
  /** Number whose newest sync failed. */
  segmentsFailed: number;
  owed: number;
  refused: number;
  lastPageAt: Date | null;
}

/** A customer's sources, oldest first; one statement. */
export async function readSourceDays(customerId: string): Promise<SourceDay[]> {
  const { rows } = await pool.query<SourceDay>(SOURCES, [customerId]);
  return rows;
}

/** A customer's destinations, oldest first; one statement. */
export async function readDestinationDays(customerId: string): Promise<DestinationDay[]> {
  const { rows } = await pool.query<DestinationDay>(DESTINATIONS, [customerId]);
  return rows;
}

// Every part starts at the source or segment and uses an index, so history costs nothing.
const SOURCES = `
  SELECT s.id, s.name, ${heldBy("source_paused")} AS "isPaused", day.*, waiting.*, latest.received_at AS "lastBatchAt"
  FROM source s
  CROSS JOIN LATERAL (
    SELECT COALESCE(sum(b.accepted) FILTER (WHERE NOT b.is_simulated), 0)::int AS received,
           COALESCE(sum(b.accepted) FILTER (WHERE b.is_simulated), 0)::int AS simulated,
           COALESCE(sum(b.forwarded), 0)::int AS forwarded,
           COALESCE(sum(b.filtered), 0)::int AS filtered, COALESCE(sum(b.duplicate), 0)::int AS duplicate,
           COALESCE(sum(b.quarantined), 0)::int AS quarantined
    FROM batch b
    WHERE b.source_id = s.id AND b.id >= ${idSince("24 h")} AND b.received_at > now() - interval '24 h'
  ) day
  CROSS JOIN LATERAL (
    SELECT COALESCE(sum(${pendingEvents()}), 0)::int AS pending
    FROM batch b WHERE b.source_id = s.id AND b.state = 'pending'
  ) waiting
  LEFT JOIN LATERAL (
    SELECT b.received_at FROM batch b WHERE b.source_id = s.id AND NOT b.is_simulated ORDER BY b.id DESC LIMIT 1
  ) latest ON true
  WHERE s.customer_id = $1 ORDER BY s.id`;

const DESTINATIONS = `
  WITH pushed AS (
    SELECT g.destination_id, sum(p.adds) AS added, sum(p.removes) AS removed
    FROM push p JOIN segment g ON g.id = p.segment_id
    WHERE p.customer_id = $1 AND p.state = 'accepted' AND p.started_at > now() - interval '25 h'
      AND p.finished_at > now() - interval '24 h'
    GROUP BY g.destination_id
  )
  SELECT d.id, d.name, ${heldBy("destination_paused")} AS "isPaused", d.kind,
         COALESCE(pushed.added, 0)::int AS added, COALESCE(pushed.removed, 0)::int AS removed, own.*
  FROM destination d
  LEFT JOIN pushed ON pushed.destination_id = d.id
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS segments, count(*) FILTER (WHERE g.mode <> 'off')::int AS "segmentsOn",
           count(*) FILTER (WHERE g.mode <> 'off' AND owing.owed = 0)::int AS "segmentsInStep",
           count(*) FILTER (WHERE g.mode <> 'off' AND newest.state = 'failed')::int AS "segmentsFailed",
           COALESCE(sum(owing.owed) FILTER (WHERE g.mode <> 'off'), 0)::int AS owed,
           COALESCE(sum(refusing.refused), 0)::int AS refused, max(g.last_page_at) AS "lastPageAt"
    FROM segment g
    LEFT JOIN LATERAL (
      SELECT y.state FROM sync y WHERE y.segment_id = g.id ORDER BY y.id DESC LIMIT 1
    ) newest ON true
    CROSS JOIN LATERAL (SELECT count(*) AS owed FROM member m WHERE m.segment_id = g.id AND ${IS_OWED}) owing
    CROSS JOIN LATERAL (
      SELECT count(*) AS refused FROM member m WHERE m.segment_id = g.id AND m.refused IS NOT NULL
    ) refusing
    WHERE g.destination_id = d.id
  ) own
  WHERE d.customer_id = $1 ORDER BY d.id`;
