import { v7 as uuidv7 } from "uuid";
import type { Sql } from "@/lib/kernel/database";
import type { SyncTrigger } from "@/prisma/generated/enums";

/** A sync that waits to be run, as its event names it. */
export interface WaitingSync {
  syncId: string;
  segmentId: string;
  customerId: string;
}

export interface QueuedSync extends Omit<WaitingSync, "customerId"> {
  /** One was already waiting or running: it will push everything that is owed by the time it ends. */
  joined: boolean;
}

interface Wish {
  trigger: SyncTrigger;
  requestedBy: string;
}

/**
 * Queues a sync of a segment, or joins the one that is waiting or running.
 * @param sql a transaction that has locked the segment's row, so that none of its syncs can end in the meantime
 */
export async function queueSync(sql: Sql, wish: Wish & { segmentId: string }): Promise<QueuedSync> {
  const { segmentId } = wish;
  const [queued] = await queueSyncs(sql, [segmentId], wish);
  if (queued) return { syncId: queued.syncId, segmentId, joined: false };

  const { rows } = await sql.query<{ id: string }>(
    "SELECT id FROM sync WHERE segment_id = $1::uuid AND state IN ('queued', 'running')",
    [segmentId],
  );
  if (!rows[0]) throw new Error(`segment ${segmentId} has no sync to join`);
  return { syncId: rows[0].id, segmentId, joined: true };
}

/**
 * Queues a sync of each segment that has none waiting or running; the others are left to theirs. In the order of the
 * segments, so that two callers with the same segments wait for each other at most once, never in a circle.
 * @returns the syncs that were queued
 */
export async function queueSyncs(
  sql: Sql,
  segmentIds: readonly string[],
  { trigger, requestedBy }: Wish,
): Promise<WaitingSync[]> {
  if (segmentIds.length === 0) return [];
  const { rows } = await sql.query<WaitingSync>(
    `INSERT INTO sync (id, customer_id, destination_id, segment_id, trigger, requested_by)
     SELECT wish.id, s.customer_id, s.destination_id, s.id, $3::sync_trigger, $4
     FROM unnest($1::uuid[], $2::uuid[]) AS wish (id, segment_id) JOIN segment s ON s.id = wish.segment_id
     ORDER BY s.id
     ON CONFLICT (segment_id) WHERE state IN ('queued', 'running') DO NOTHING
     RETURNING id AS "syncId", segment_id AS "segmentId", customer_id AS "customerId"`,
    [segmentIds.map(() => uuidv7()), segmentIds, trigger, requestedBy],
  );
  return rows;
}
