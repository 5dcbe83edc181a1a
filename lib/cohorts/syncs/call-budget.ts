import { pool } from "@/lib/kernel/database";
import type { VendorError } from "@/lib/kernel/errors";
import type { ReportedLimit } from "@/lib/vendors/braze/reported-limit";
import { LEFT_TO_OTHERS_PERCENT } from "./time-under-limit";

/**
 * The two windows that Braze documents. Answers say only when one ends: an end further away than the short one is of the long one,
 * and a limit whose long one was seen keeps it. Source: https://www.braze.com/docs/api/api_limits
 */
const SHORT_WINDOW_SECONDS = 3;
const LONG_WINDOW_SECONDS = 3_600;

/** In SQL: whether syncs may take one more of the calls in a row of `call_budget`. */
const HAS_ROOM = `remaining > most * ${LEFT_TO_OTHERS_PERCENT} / 100`;

/**
 * Takes one call from what Braze last said is left of a limit, which all syncs with the same key share, in every process. Each call
 * takes one before it is made, since Braze's next answer may come after several others.
 * @returns how many seconds to wait instead, until the limit's window ends: 0 when the call may be made. `isKnown` is false when nothing is
 *   known of the present window, so that the call could not be counted
 */
export async function takeCall(budgetId: string): Promise<{ waitSeconds: number; isKnown: boolean }> {
  const { rowCount } = await pool.query({
    name: "take-call",
    text: `UPDATE call_budget SET remaining = remaining - 1 WHERE id = $1 AND ends_at > now() AND ${HAS_ROOM}`,
    values: [budgetId],
  });
  if (rowCount) return { waitSeconds: 0, isKnown: true };

  // No row, or of a window that is over: nothing is known, and Braze's next answer tells.
  const { rows } = await pool.query<{ seconds: number }>(
    `SELECT extract(epoch FROM ends_at - now())::float8 AS seconds FROM call_budget
     WHERE id = $1 AND ends_at > now() AND NOT (${HAS_ROOM})`,
    [budgetId],
  );
  return rows[0] ? { waitSeconds: rows[0].seconds, isKnown: true } : { waitSeconds: 0, isKnown: false };
}

/**
 * In SQL: whether a window of `known` certainly goes on, whatever end an answer tells. Braze tells it in whole seconds, and the clocks of
 * two processes of the database may differ a little.
 */
const IS_GOING_ON = "known.ends_at > now() + interval '1500 ms'";

/**
 * Records what Braze said is left. Answers overtake each other, and calls are under way that this one did not count: so within a
 * window the lower number is right. The next window begins when this one is over, and not before: an end that is told later and later,
 * or beyond the hour that is the longest, begins none.
 */
export async function noteLimit(
  budgetId: string,
  { most, remaining, endsInSeconds }: ReportedLimit,
): Promise<void> {
  await pool.query({
    name: "note-limit",
    text: `
      INSERT INTO call_budget AS known (id, most, remaining, ends_at, window_seconds)
      VALUES ($1, $2, $3, now() + make_interval(secs => $4), CASE WHEN $4 > $5 THEN $6 ELSE $5 END)
      ON CONFLICT (id) DO UPDATE SET most = EXCLUDED.most,
        ends_at = CASE WHEN ${IS_GOING_ON} THEN known.ends_at ELSE EXCLUDED.ends_at END,
        window_seconds = CASE WHEN known.most = EXCLUDED.most THEN GREATEST(known.window_seconds, EXCLUDED.window_seconds)
                              ELSE EXCLUDED.window_seconds END,
        remaining = CASE WHEN ${IS_GOING_ON} OR known.ends_at > EXCLUDED.ends_at - interval '1500 ms'
                         THEN LEAST(known.remaining, EXCLUDED.remaining) ELSE EXCLUDED.remaining END
      WHERE known.ends_at < EXCLUDED.ends_at + interval '1500 ms'`,
    values: [budgetId, most, remaining, endsInSeconds, SHORT_WINDOW_SECONDS, LONG_WINDOW_SECONDS],
  });
}

/** Records that Braze answered 429: nothing is left for as long as it says. */
export async function noteThrottled(
  budgetId: string,
  { retryAfterSeconds }: Pick<VendorError, "retryAfterSeconds">,
): Promise<void> {
  if (!retryAfterSeconds) return;
  await pool.query(
    `INSERT INTO call_budget (id, most, remaining, ends_at) VALUES ($1, 0, 0, now() + make_interval(secs => $2))
     ON CONFLICT (id) DO UPDATE SET remaining = 0, ends_at = EXCLUDED.ends_at`,
    [budgetId, retryAfterSeconds],
  );
}

/** Records that a sync waits for the next window. It has not failed. */
export async function notePaced(syncId: string, waitSeconds: number): Promise<void> {
  await pool.query(
    `UPDATE sync SET retry_at = now() + make_interval(secs => $2), touched_at = now(),
            error = 'Waiting: most of the calls that Braze allows this workspace are used up. The rest is left to its other uses.'
     WHERE id = $1 AND state IN ('queued', 'running')`,
    [syncId, waitSeconds],
  );
}
