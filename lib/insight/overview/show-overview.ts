import { readHealth } from "@/lib/insight/health/read-health";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { idSince } from "@/lib/kernel/api/id-since";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { pool } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { readOpenAlerts } from "./overview-alerts";
import { readDestinationOverviews } from "./overview-destinations";
import { readHeapApps, readSourceOverviews } from "./overview-sources";
import type { FlowHour, OverviewView } from "./overview-view";

/**
 * Both flows of a customer as they are now: seven statements for any amount of data.
 * @throws TributaryError `forbidden`, `not_found`
 */
export async function showOverview(ctx: Ctx, input: { customerId: string }): Promise<OverviewView> {
  requireRole(ctx, "viewer");
  const { customerId } = input;
  const { state, mutedUntil } = await requireCustomer(customerId);

  const [health, sources, heapApps, destinations, alerts, flow] = await Promise.all([
    readHealth([customerId]),
    readSourceOverviews(customerId),
    readHeapApps(customerId),
    readDestinationOverviews(customerId),
    readOpenAlerts(customerId),
    readFlow(customerId),
  ]);
  const found = health.get(customerId);
  if (!found) throw new TributaryError("not_found", "There is no such customer.");

  const at = new Date();
  const muted = mutedUntil && mutedUntil > at ? mutedUntil.toISOString() : null;
  return {
    at: at.toISOString(),
    state,
    ...found,
    sources,
    heapApps,
    destinations,
    alerts,
    mutedUntil: muted,
    flow,
  };
}

type Row = Omit<FlowHour, "hour"> & { hour: Date };

/**
 * What moved through a customer in each of the last 24 clock hours, oldest first; one statement. Events count in the
 * hour in which their batch was received, members in the hour in which Braze accepted them.
 */
async function readFlow(customerId: string): Promise<FlowHour[]> {
  const { rows } = await pool.query<Row>(FLOW, [customerId]);
  return rows.map((row) => ({ ...row, hour: row.hour.toISOString() }));
}

const HOUR = "interval '1 h', %s, '2000-01-01Z'::timestamptz";
const hourOf = (time: string) => `date_bin(${HOUR.replace("%s", time)})`;
const FIRST_HOUR = `${hourOf("now()")} - interval '23 h'`;

const FLOW = `
  WITH came AS (
    SELECT ${hourOf("b.received_at")} AS hour, sum(b.accepted)::int AS accepted, sum(b.forwarded)::int AS forwarded,
           sum(b.filtered)::int AS filtered, sum(b.duplicate)::int AS duplicate,
           sum(b.quarantined)::int AS quarantined
    FROM source s JOIN batch b ON b.source_id = s.id
    WHERE s.customer_id = $1 AND b.id >= ${idSince("24 h")} AND b.received_at >= ${FIRST_HOUR}
    GROUP BY 1
  ), went AS (
    SELECT ${hourOf("p.finished_at")} AS hour, sum(p.adds)::int AS adds, sum(p.removes)::int AS removes
    FROM push p
    WHERE p.customer_id = $1 AND p.state = 'accepted' AND p.started_at > now() - interval '25 h'
      AND p.finished_at >= ${FIRST_HOUR}
    GROUP BY 1
  )
  SELECT hour, COALESCE(came.accepted, 0) AS accepted, COALESCE(came.forwarded, 0) AS forwarded,
         COALESCE(came.filtered, 0) AS filtered, COALESCE(came.duplicate, 0) AS duplicate,
         COALESCE(came.quarantined, 0) AS quarantined, COALESCE(went.adds, 0) AS adds,
         COALESCE(went.removes, 0) AS removes
  FROM generate_series(${FIRST_HOUR}, now(), interval '1 h') AS hours (hour)
  LEFT JOIN came USING (hour) LEFT JOIN went USING (hour)
  ORDER BY hour`;
