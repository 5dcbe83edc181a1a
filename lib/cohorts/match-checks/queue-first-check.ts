import { v7 as uuidv7 } from "uuid";
import { pool, type Sql } from "@/lib/kernel/database";

/**
 * Queues a check after the first sync that added members to a segment's cohort, if Braze can be asked; after a
 * segment's first check, successful or not, the next one is up to a person.
 * @param sql the transaction that ends the sync, so that the check exists as soon as it commits
 */
export async function queueFirstCheck(sql: Sql, syncId: string): Promise<void> {
  await sql.query(
    `INSERT INTO match_check (id, customer_id, destination_id, segment_id, trigger, requested_by)
     SELECT $1::uuid, y.customer_id, y.destination_id, y.segment_id, 'first_sync', 'first sync'
     FROM sync y JOIN segment s ON s.id = y.segment_id JOIN destination d ON d.id = y.destination_id
     WHERE y.id = $2::uuid AND y.added > 0 AND s.wanted_count > 0 AND d.rest_api_key_enc IS NOT NULL
       AND NOT EXISTS (SELECT FROM match_check k WHERE k.segment_id = y.segment_id)`,
    [uuidv7(), syncId],
  );
}

/** A check that waits to be run, as its event names it. */
export interface QueuedCheck {
  matchCheckId: string;
  destinationId: string;
  customerId: string;
}

/** A segment's check that waits to be run; null without one. */
export async function findQueuedCheck(segmentId: string): Promise<QueuedCheck | null> {
  const { rows } = await pool.query<QueuedCheck>(
    `SELECT id AS "matchCheckId", destination_id AS "destinationId", customer_id AS "customerId" FROM match_check
     WHERE segment_id = $1 AND state = 'queued'`,
    [segmentId],
  );
  return rows[0] ?? null;
}
