import { v7 as uuidv7 } from "uuid";
import type { Sql } from "@/lib/kernel/database";
import type { SyncTrigger } from "@/prisma/generated/enums";

export interface QueuedSync {
  syncId: string;
  segmentId: string;
  /** One was already waiting or running: it will push everything that is owed by the time it ends. */
  joined: boolean;
}

/**
 * Queues a sync of a segment, or joins the one that is waiting or running.
 * @param sql a transaction that has locked the segment's row, so that none of its syncs can end in the meantime
 */
export async function queueSync(
  sql: Sql,
  wish: { segmentId: string; trigger: SyncTrigger; requestedBy: string },
): Promise<QueuedSync> {
  const { segmentId } = wish;
  const active = await sql.query<{ id: string }>(
    "SELECT id FROM sync WHERE segment_id = $1::uuid AND state IN ('queued', 'running')",
    [segmentId],
  );
  if (active.rows[0]) return { syncId: active.rows[0].id, segmentId, joined: true };

  const syncId = uuidv7();
  await sql.query(
    `INSERT INTO sync (id, customer_id, destination_id, segment_id, trigger, requested_by)
     SELECT $1::uuid, customer_id, destination_id, id, $3::sync_trigger, $4 FROM segment WHERE id = $2::uuid`,
    [syncId, segmentId, wish.trigger, wish.requestedBy],
  );
  return { syncId, segmentId, joined: false };
}
