import { v7 as uuidv7 } from "uuid";
import { openAlert, resolveAlert } from "@/lib/kernel/alerts/open-alert";
import type { Sql } from "@/lib/kernel/database";
import { env } from "@/lib/kernel/env";
import { counted } from "@/lib/kernel/words";
import { noteRecurringCap } from "./note-recurring-cap";
import { MAX_RECURRING_SEGMENTS, RECURRING_HOURS } from "./recurring-limits";

export interface SegmentOfPage {
  id: string;
  /** Order of the last drain. */
  drainedOrder: bigint;
}

interface WantedSegment {
  destinationId: string;
  customerId: string;
  heapSegmentId: string;
  name: string;
}

/**
 * Finds a destination's segment by Heap's id and locks its row, or creates it: recurring if the destination has room
 * for one more of those, otherwise off, with an alert. Lock order: destination first, then segment.
 * @param sql a transaction; afterwards it has locked the segment's row
 * @returns null when it would be one more than the destination may have; then an alert says so
 */
export async function findOrCreateSegment(sql: Sql, wanted: WantedSegment): Promise<SegmentOfPage | null> {
  const existing = await lockExisting(sql, wanted);
  if (existing) return existing;

  // Two first pages at once: the second waits here and then finds what the first created.
  await sql.query("SELECT FROM destination WHERE id = $1 FOR NO KEY UPDATE", [wanted.destinationId]);
  const meanwhile = await lockExisting(sql, wanted);
  if (meanwhile) return meanwhile;

  return (await hasRoom(sql, wanted)) ? createSegment(sql, wanted) : null;
}

/** Whether the destination may have one more segment; opens or ends the alert that says so. */
async function hasRoom(sql: Sql, { destinationId, customerId }: WantedSegment): Promise<boolean> {
  const limit = env().SEGMENTS_PER_DESTINATION;
  const { rows } = await sql.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM segment WHERE destination_id = $1::uuid",
    [destinationId],
  );
  const alert = { customerId, kind: "too_many_segments", subject: destinationId } as const;
  if ((rows[0]?.count ?? 0) < limit) {
    await resolveAlert(sql, alert);
    return true;
  }
  await openAlert(sql, {
    ...alert,
    destinationId,
    message: `Heap sent a new segment, but the destination already has ${counted(limit, "segment")}, the most it can have. Updates for new segments are refused with a 429; all others are accepted.`,
    cause: "More segments than usual are turned on in Heap, or someone who knows this URL is making them up.",
    nextAction:
      "Check the newest segments. If you want them, ask the operator of Tributary to raise SEGMENTS_PER_DESTINATION: Heap sends its updates again. If not, turn the integration off for them in Heap, or rotate the destination’s endpoint.",
  });
  return false;
}

async function lockExisting(
  sql: Sql,
  { destinationId, heapSegmentId }: WantedSegment,
): Promise<SegmentOfPage | undefined> {
  const { rows } = await sql.query<{ id: string; drainedOrder: string | bigint }>(
    `SELECT id, drained_order AS "drainedOrder" FROM segment
     WHERE destination_id = $1 AND heap_segment_id = $2 FOR NO KEY UPDATE`,
    [destinationId, heapSegmentId],
  );
  return rows[0] && { id: rows[0].id, drainedOrder: BigInt(rows[0].drainedOrder) };
}

async function createSegment(sql: Sql, wanted: WantedSegment): Promise<SegmentOfPage> {
  const { destinationId, customerId, heapSegmentId, name } = wanted;
  const id = uuidv7();
  const isOff = (await countRecurring(sql, destinationId)) >= MAX_RECURRING_SEGMENTS;

  // The first recurring sync comes at a random time in the period, so that segments created together spread out.
  await sql.query(
    `INSERT INTO segment (id, customer_id, destination_id, heap_segment_id, name, mode, next_sync_at)
     VALUES ($1, $2, $3, $4, $5, $6, CASE WHEN $6::segment_mode = 'recurring'
                                           THEN now() + random() * make_interval(hours => $7) END)`,
    [id, customerId, destinationId, heapSegmentId, name, isOff ? "off" : "recurring", RECURRING_HOURS],
  );
  if (isOff) await noteRecurringCap(sql, { customerId, destinationId });
  return { id, drainedOrder: 0n };
}

/** How many segments of a destination are recurring. True as long as the transaction locks the destination. */
export async function countRecurring(sql: Sql, destinationId: string): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM segment WHERE destination_id = $1::uuid AND mode = 'recurring'",
    [destinationId],
  );
  return rows[0]?.count ?? 0;
}
