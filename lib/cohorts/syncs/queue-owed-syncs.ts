import { pool } from "@/lib/kernel/database";
import { DESTINATION_FLOWS } from "@/lib/kernel/holds/hold-rule";
import { IS_OWED } from "@/lib/kernel/is-owed";
import { queueSyncs, type WaitingSync } from "./queue-sync";

/**
 * After a pause or a corrected setting: queues a delta sync for each of a customer's segments that is not off, may
 * push again and owes Braze members. Segments with a sync under way are left to that sync.
 * @returns the syncs that were queued
 */
export async function queueOwedSyncs(customerId: string): Promise<WaitingSync[]> {
  const { rows: owing } = await pool.query<{ segmentId: string }>(
    `SELECT s.id AS "segmentId"
     FROM segment s JOIN destination d ON d.id = s.destination_id JOIN customer c ON c.id = s.customer_id
     WHERE s.customer_id = $1 AND s.mode <> 'off' AND ${DESTINATION_FLOWS}
       AND EXISTS (SELECT FROM member m WHERE m.segment_id = s.id AND ${IS_OWED})`,
    [customerId],
  );

  return queueSyncs(
    pool,
    owing.map(({ segmentId }) => segmentId),
    { trigger: "delta", requestedBy: "a change of the setup" },
  );
}
