import { pool } from "@/lib/kernel/database";
import type { VendorError } from "@/lib/kernel/errors";
import type { ReportedLimit } from "@/lib/vendors/braze/reported-limit";
import { LEFT_TO_OTHERS_PERCENT } from "./time-of-calls";

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
 * @returns how many seconds to wait instead, until the limit's window ends; 0 when the call may be made
 */
export async function takeCall(budgetId: string): Promise<number> {
  const { rowCount } = await pool.query({
    name: "take-call",
    text: `UPDATE call_budget SET remaining = remaining - 1 WHERE id = $1 AND ends_at > now() AND ${HAS_ROOM}`,
    values: [budgetId],
  });
  if (rowCount) return 0;

  // No row, or of a window that is over: nothing is known, and Braze's next answer tells.
  const { rows } = await pool.query<{ seconds: number }>(
    `SELECT extract(epoch FROM ends_at - now())::float8 AS seconds FROM call_budget
     WHERE id = $1 AND ends_at > now() AND NOT (${HAS_ROOM})`,
    [budgetId],
  );
  return rows[0]?.seconds ?? 0;
}

/**
 * Records what Braze said is left. Answers overtake each other, and calls are under way that this one did not count: so within a
 * window the lower number is right. A window is the same one if its end is, to a second, as Braze tells it in whole ones.
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
      ON CONFLICT (id) DO UPDATE SET most = EXCLUDED.most, ends_at = EXCLUDED.ends_at,
        window_seconds = CASE WHEN known.most = EXCLUDED.most THEN GREATEST(known.window_seconds, EXCLUDED.window_seconds)
                              ELSE EXCLUDED.window_seconds END,
        remaining = CASE WHEN known.ends_at > EXCLUDED.ends_at - interval '1500 ms'
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
