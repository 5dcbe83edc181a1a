import { pool } from "@/lib/kernel/database";
import type { CallLimit } from "./time-under-limit";

/** Joins what Braze last said is left for the key of a destination `d`; nothing for a destination of cohorts. */
export const CALL_LIMIT_JOIN =
  "LEFT JOIN call_budget b ON b.id = d.call_budget_id AND d.kind = 'attribute' AND b.most > 0";

/** Selects a `CallLimit`, or null, from `CALL_LIMIT_JOIN`. */
export const CALL_LIMIT = `CASE WHEN b.id IS NOT NULL THEN json_build_object(
    'most', b.most, 'remaining', b.remaining, 'windowSeconds', b.window_seconds,
    'endsInSeconds', GREATEST(0, extract(epoch FROM b.ends_at - now()))) END`;

/** Reads what is left of the limit that Braze last reported for a destination's key; null as long as it has reported none. */
export async function readCallLimit(destinationId: string): Promise<CallLimit | null> {
  const { rows } = await pool.query<{ limit: CallLimit | null }>(
    `SELECT ${CALL_LIMIT} AS "limit" FROM destination d ${CALL_LIMIT_JOIN} WHERE d.id = $1`,
    [destinationId],
  );
  return rows[0]?.limit ?? null;
}

/** Notes under which name what is left for a destination's key is recorded. */
export async function noteBudget(destinationId: string, budgetId: string | null): Promise<void> {
  await pool.query(
    "UPDATE destination SET call_budget_id = $2 WHERE id = $1 AND call_budget_id IS DISTINCT FROM $2",
    [destinationId, budgetId],
  );
}
