import { FAILED_RUN } from "@/lib/cohorts/syncs/failed-run";
import { IS_SNOOZED } from "@/lib/insight/alerts/snooze-rule";
import { BY_URGENCY, IS_ASKING, IS_SEVERE, URGENCY } from "@/lib/insight/alerts/triage";
import { idSince } from "@/lib/kernel/api/id-since";
import { pendingEvents } from "@/lib/kernel/batch-counts";
import { heldBy } from "@/lib/kernel/holds/hold-rule";
import { IS_OWED } from "@/lib/kernel/is-owed";

/**
 * The facts about each `customer c`, for the rule of its health and for the list: joins that add `alerts`, `flow`
 * (Braze to Heap) and `membership` (Heap to Braze), one row each. Every part starts at the customer and uses an
 * index, so one customer costs the same among many as alone.
 */
export const FACTS = `
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS open, count(*) FILTER (WHERE NOT ${IS_SNOOZED})::int AS awake, count(*) FILTER (WHERE ${IS_SEVERE})::int AS severe,
           count(*) FILTER (WHERE NOT ${IS_ASKING})::int AS harmful,
           (array_agg(a.message ORDER BY ${BY_URGENCY}))[1] AS message, (array_agg(a.kind ORDER BY ${BY_URGENCY}))[1] AS kind,
           min(${URGENCY}) AS urgency, (array_agg(a.opened_at ORDER BY ${BY_URGENCY}))[1] AS opened_at
    FROM alert a WHERE a.customer_id = c.id AND a.resolved_at IS NULL
  ) alerts
  CROSS JOIN LATERAL (
    SELECT max(latest.received_at) AS last_event_at, COALESCE(sum(lately.quarantined), 0)::int AS quarantined_lately,
           COALESCE(sum(held.pending), 0)::int AS pending,
           COALESCE(max(h.failures) FILTER (WHERE NOT (${heldBy("source_paused")})), 0)::int AS heap_failures
    FROM source s
    LEFT JOIN heap_app h ON h.key = s.heap_app
    LEFT JOIN LATERAL (
      SELECT b.received_at FROM batch b WHERE b.source_id = s.id AND NOT b.is_simulated ORDER BY b.id DESC LIMIT 1
    ) latest ON true
    CROSS JOIN LATERAL (
      SELECT sum(b.quarantined) AS quarantined FROM batch b
      WHERE b.source_id = s.id AND b.id >= ${idSince("24 h")}
        AND b.received_at > now() - interval '24 h' AND NOT b.is_simulated
    ) lately
    CROSS JOIN LATERAL (
      SELECT sum(${pendingEvents()}) AS pending FROM batch b
      WHERE b.source_id = s.id AND b.state = 'pending'
    ) held
    WHERE s.customer_id = c.id
  ) flow
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS segments, count(*) FILTER (WHERE g.mode = 'recurring')::int AS recurring,
           max(g.last_page_at) AS last_page_at, COALESCE(sum(owing.owed), 0)::int AS owed,
           COALESCE(sum(refusing.refused), 0)::int AS refused,
           count(*) FILTER (
             WHERE g.mode <> 'off' AND newest.state = 'failed'
               AND EXISTS (SELECT FROM destination d WHERE d.id = g.destination_id AND NOT (${heldBy("destination_paused")}))
           )::int AS failed_segments,
           COALESCE(sum(run.times), 0)::int AS failed_times, min(run.since) AS failed_since
    FROM segment g
    LEFT JOIN LATERAL (
      SELECT y.id, y.segment_id, y.state, y.error FROM sync y WHERE y.segment_id = g.id ORDER BY y.id DESC LIMIT 1
    ) newest ON true
    LEFT JOIN LATERAL (
      SELECT again.* FROM (SELECT newest.*) y CROSS JOIN LATERAL (${FAILED_RUN}) again
      WHERE y.state = 'failed' AND g.mode <> 'off'
    ) run ON true
    CROSS JOIN LATERAL (SELECT count(*) AS owed FROM member m WHERE m.segment_id = g.id AND ${IS_OWED}) owing
    CROSS JOIN LATERAL (
      SELECT count(*) AS refused FROM member m WHERE m.segment_id = g.id AND m.refused IS NOT NULL
    ) refusing
    WHERE g.customer_id = c.id
  ) membership`;
