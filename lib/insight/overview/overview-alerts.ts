import {
  ALERT_COLUMNS,
  type AlertRow,
  type OwnAlertView,
  toAlertView,
} from "@/lib/insight/alerts/alert-view";
import { BY_URGENCY } from "@/lib/insight/alerts/triage";
import { pool } from "@/lib/kernel/database";

/** How many are shown at once; our choice. Nobody reads more, and each says what to do. */
const MAX_SHOWN = 50;

/** A customer's open alerts, most urgent first. */
export async function readOpenAlerts(customerId: string): Promise<OwnAlertView[]> {
  const { rows } = await pool.query<AlertRow>(
    `SELECT ${ALERT_COLUMNS} FROM alert a WHERE a.customer_id = $1 AND a.resolved_at IS NULL
     ORDER BY ${BY_URGENCY} LIMIT ${MAX_SHOWN}`,
    [customerId],
  );
  return rows.map(toAlertView);
}
