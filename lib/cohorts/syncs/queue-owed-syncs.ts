import { IS_CLEARING } from "@/lib/cohorts/members/may-have-attribute";
import { pool } from "@/lib/kernel/database";
import { DESTINATION_FLOWS } from "@/lib/kernel/holds/hold-rule";
import { IS_OWED } from "@/lib/kernel/is-owed";
import { queueSyncs, type WaitingSync } from "./queue-sync";

/**
 * After a pause or a corrected setting: queues a delta sync for each of a customer's segments that may push again and owes Braze
 * members, or is off and its attribute is to be taken away. Segments with a sync under way are left to that sync.
 * @returns the syncs that were queued
 */
export async function queueOwedSyncs(customerId: string): Promise<WaitingSync[]> {
  const { rows: owing } = await pool.query<{ segmentId: string }>(
    `SELECT s.id AS "segmentId"
     FROM segment s JOIN destination d ON d.id = s.destination_id JOIN customer c ON c.id = s.customer_id
     WHERE s.customer_id = $1 AND ${DESTINATION_FLOWS}
       AND CASE WHEN s.mode = 'off' THEN ${IS_CLEARING}
                ELSE EXISTS (SELECT FROM member m WHERE m.segment_id = s.id AND ${IS_OWED}) END`,
    [customerId],
  );

  return queueSyncs(
    pool,
    owing.map(({ segmentId }) => segmentId),
    { trigger: "delta", requestedBy: "a change in Setup" },
  );
}
