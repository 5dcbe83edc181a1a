import { pool } from "@/lib/kernel/database";
import { addCalls, callResult } from "@/lib/kernel/history/call-hours";
import { LOST_CALL_SECONDS } from "./book-delivery";

/**
 * Closes calls to Heap whose process died during the call: nothing else would, and they would stay "on its way"
 * forever. Their events are pending and are sent again whether or not Heap accepted them. The end is set so that the
 * call counts towards Heap's limit for as long as it would have without one.
 * @returns how many there were
 */
export async function closeLostDeliveries(): Promise<number> {
  const { rows } = await pool.query<{ lost: number }>(
    `WITH lost AS (
       UPDATE delivery d SET state = 'failed', finished_at = started_at + make_interval(secs => $1 - 60),
              words = 'There is no record of a response: the process ended during the call.'
       WHERE state = 'sending' AND started_at < now() - make_interval(secs => $1)
       RETURNING d.source_id AS owner_id, d.started_at, ${callResult("d")} AS result, NULL::text AS was
     ), calls AS (${addCalls("lost")}
     )
     SELECT count(*)::int AS lost FROM lost`,
    [LOST_CALL_SECONDS],
  );
  return rows[0]?.lost ?? 0;
}
