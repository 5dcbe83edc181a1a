import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { pool } from "@/lib/kernel/database";
import { CUSTOMER_FLOWS } from "@/lib/kernel/holds/hold-rule";
import { IS_SNOOZED } from "./snooze-rule";
import { IS_SEVERE, IS_WAITING } from "./triage";

/** Counted no further than this: the navigation shows "99+". */
const MOST_COUNTED = 100;

export const criticalCountView = z
  .strictObject({
    /** Open alerts that make a customer fail, that somebody can act on, and that are not snoozed; 100 means 100 or more. */
    critical: z.int(),
  })
  .meta({ id: "CriticalAlertCount" });

/**
 * How many open alerts make a customer fail, do not only wait for Heap or Braze, are not snoozed, and belong to a customer that
 * is not paused or archived: one statement over the open alerts alone.
 * @throws TributaryError `forbidden`
 */
export async function countCriticalAlerts(ctx: Ctx): Promise<z.infer<typeof criticalCountView>> {
  requireRole(ctx, "viewer");
  const { rows } = await pool.query<{ critical: number }>(COUNT, [MOST_COUNTED]);
  return { critical: rows[0]?.critical ?? 0 };
}

// The partial index `alert_open_key` holds the open alerts only.
const COUNT = `
  SELECT count(*)::int AS critical FROM (
    SELECT FROM alert a JOIN customer c ON c.id = a.customer_id
    WHERE a.resolved_at IS NULL AND ${IS_SEVERE} AND NOT ${IS_WAITING} AND NOT ${IS_SNOOZED} AND ${CUSTOMER_FLOWS}
    LIMIT $1
  ) counted`;
