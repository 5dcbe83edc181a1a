import type { Sql } from "@/lib/kernel/database";

/** How a call to a vendor ended. */
export const CALL_RESULTS = ["accepted", "refused", "throttled", "failed"] as const;

/**
 * How a call ended, in SQL; null while it is under way.
 * @param call the delivery's or push's name in the statement
 */
export function callResult(call: string): string {
  return `CASE WHEN ${call}.state = 'sending' THEN NULL
               WHEN ${call}.state = 'failed' AND ${call}.status = 429 THEN 'throttled'
               ELSE ${call}.state::text END`;
}

/** By how much each result grows, in their order, in SQL. */
const CHANGES = CALL_RESULTS.map(
  (result) =>
    `(count(*) FILTER (WHERE c.result = '${result}') - count(*) FILTER (WHERE c.was = '${result}'))::int`,
).join(", ");

/** How many calls have each result, in SQL. */
const COUNTS = CALL_RESULTS.map(
  (result) => `(count(*) FILTER (WHERE c.result = '${result}'))::int AS ${result}`,
).join(", ");

/**
 * Adds calls that end to the counts of the hour in which they began, in SQL. It is the last thing that a transaction
 * locks, because the calls of one destination meet there. A call that had ended before, as lost, moves to its new
 * result.
 * @param calls a relation with the columns owner_id (source or destination), started_at, result, and was: its result
 *   before, or null
 */
export function addCalls(calls: string): string {
  return `
    INSERT INTO call_hour AS h (owner_id, hour, accepted, refused, throttled, failed)
    SELECT c.owner_id, date_trunc('hour', c.started_at, 'UTC'), ${CHANGES}
    FROM ${calls} c GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (owner_id, hour) DO UPDATE SET
      accepted = greatest(0, h.accepted + EXCLUDED.accepted), refused = greatest(0, h.refused + EXCLUDED.refused),
      throttled = greatest(0, h.throttled + EXCLUDED.throttled), failed = greatest(0, h.failed + EXCLUDED.failed)`;
}

/**
 * Counts the calls of some hours again, from the calls themselves: only where there are at least as many as were
 * counted, since fewer means that some were pruned. A call that ends meanwhile waits for the hour's row, or is seen.
 * @param sql a transaction of its own, or one that holds the owner's other locks already
 * @param calls a relation with the columns owner_id and started_at, and result: null for a call under way; in SQL
 */
export async function recountCalls(sql: Sql, calls: string, values: unknown[]): Promise<void> {
  const byHour = `
    SELECT c.owner_id, date_trunc('hour', c.started_at, 'UTC') AS hour, ${COUNTS} FROM (${calls}) c
    WHERE c.result IS NOT NULL GROUP BY 1, 2`;
  await sql.query(
    `INSERT INTO call_hour AS h (owner_id, hour) SELECT n.owner_id, n.hour FROM (${byHour}) n ORDER BY 1, 2
     ON CONFLICT (owner_id, hour) DO UPDATE SET accepted = h.accepted`,
    values,
  );
  await sql.query(
    `UPDATE call_hour h
     SET accepted = n.accepted, refused = n.refused, throttled = n.throttled, failed = n.failed
     FROM (${byHour}) n
     WHERE h.owner_id = n.owner_id AND h.hour = n.hour
       AND n.accepted + n.refused + n.throttled + n.failed >= h.accepted + h.refused + h.throttled + h.failed`,
    values,
  );
}
