import { v7 as uuidv7 } from "uuid";
import { pool } from "@/lib/kernel/database";
import { DESTINATION_FLOWS } from "@/lib/kernel/holds/hold-rule";
import { IS_OWED } from "@/lib/kernel/is-owed";

/**
 * After a pause or a corrected setting: queues a delta sync for each of a customer's segments that is not off, may
 * push again and owes Braze members. Segments with a sync under way are left to that sync.
 * @returns the syncs that were queued
 */
export async function queueOwedSyncs(customerId: string): Promise<{ syncId: string; segmentId: string }[]> {
  const { rows: owing } = await pool.query<{ segmentId: string }>(
    `SELECT s.id AS "segmentId"
     FROM segment s JOIN destination d ON d.id = s.destination_id JOIN customer c ON c.id = s.customer_id
     WHERE s.customer_id = $1 AND s.mode <> 'off' AND ${DESTINATION_FLOWS}
       AND EXISTS (SELECT FROM member m WHERE m.segment_id = s.id AND ${IS_OWED})`,
    [customerId],
  );

  const { rows } = await pool.query<{ syncId: string; segmentId: string }>(
    `INSERT INTO sync (id, customer_id, destination_id, segment_id, trigger, requested_by)
     SELECT wish.id, s.customer_id, s.destination_id, s.id, 'delta', 'a change of the setup'
     FROM unnest($1::uuid[], $2::uuid[]) AS wish (id, segment_id) JOIN segment s ON s.id = wish.segment_id
     ON CONFLICT (segment_id) WHERE state IN ('queued', 'running') DO NOTHING
     RETURNING id AS "syncId", segment_id AS "segmentId"`,
    [owing.map(() => uuidv7()), owing.map(({ segmentId }) => segmentId)],
  );
  return rows;
}
