import { BY_URGENCY } from "@/lib/alerts/urgency";
import { pool } from "@/lib/db";
import type { OpenAlertView } from "./overview-view";

/** So many are shown at once; ours. Nobody reads more, and each names what to do. */
const MAX_SHOWN = 50;

/** A customer's open alerts, most urgent first. */
export async function readOpenAlerts(customerId: string): Promise<OpenAlertView[]> {
  const { rows } = await pool.query<Omit<OpenAlertView, "openedAt"> & { openedAt: Date }>(
    `SELECT a.id, a.kind, a.message, a.next_action AS "nextAction", a.opened_at AS "openedAt",
            a.source_id AS "sourceId", a.destination_id AS "destinationId", a.segment_id AS "segmentId"
     FROM alert a WHERE a.customer_id = $1 AND a.resolved_at IS NULL
     ORDER BY ${BY_URGENCY} LIMIT ${MAX_SHOWN}`,
    [customerId],
  );
  return rows.map((row) => ({ ...row, openedAt: row.openedAt.toISOString() }));
}
