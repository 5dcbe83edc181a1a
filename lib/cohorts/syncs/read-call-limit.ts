import { pool } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { membershipClientOf } from "@/lib/vendors/braze/membership-gateway";
import type { CallLimit } from "./time-of-calls";

/**
 * What is left of the limit that Braze last reported for a destination's key. Null for a destination of cohorts, without a key, and
 * as long as Braze has reported none.
 */
export async function readCallLimit(
  destination: Parameters<typeof membershipClientOf>[0],
): Promise<CallLimit | null> {
  const budgetId = budgetIdOf(destination);
  if (budgetId === null) return null;

  const { rows } = await pool.query<CallLimit>(
    `SELECT most, remaining, window_seconds AS "windowSeconds",
            GREATEST(0, extract(epoch FROM ends_at - now()))::float8 AS "endsInSeconds"
     FROM call_budget WHERE id = $1 AND most > 0`,
    [budgetId],
  );
  return rows[0] ?? null;
}

function budgetIdOf(destination: Parameters<typeof membershipClientOf>[0]): string | null {
  try {
    return membershipClientOf(destination).budgetId;
  } catch (err) {
    if (err instanceof TributaryError) return null;
    throw err;
  }
}
