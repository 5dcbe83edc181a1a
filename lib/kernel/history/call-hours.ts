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
