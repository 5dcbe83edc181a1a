import { pool } from "@/lib/kernel/database";
import { LOST_CALL_SECONDS } from "./pace";

/**
 * Closes calls to Heap whose process died during the call: nothing else would, and they would stay "on its way"
 * forever. Their events are pending and are sent again whether or not Heap accepted them. The end is set so that the
 * call counts towards Heap's limit for as long as it would have without one.
 * @returns how many there were
 */
export async function closeLostDeliveries(): Promise<number> {
  const { rowCount } = await pool.query(
    `UPDATE delivery SET state = 'failed', finished_at = started_at + make_interval(secs => $1 - 60),
            words = 'There is no record of an answer: the process ended during the call.'
     WHERE state = 'sending' AND started_at < now() - make_interval(secs => $1)`,
    [LOST_CALL_SECONDS],
  );
  return rowCount ?? 0;
}
