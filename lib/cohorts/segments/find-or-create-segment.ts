import { v7 as uuidv7 } from "uuid";
import { openAlert } from "@/lib/kernel/alerts/open-alert";
import type { Sql } from "@/lib/kernel/database";
import { MAX_RECURRING_SEGMENTS, RECURRING_HOURS } from "./recurring-limits";

export interface SegmentOfPage {
  id: string;
  /** Order of the last drain. */
  drainedOrder: bigint;
}

/**
 * Finds a destination's segment by Heap's id and locks its row, or creates it: recurring if the destination has room
 * for one more, otherwise off, with an alert. Lock order: destination first, then segment.
 * @param sql a transaction; afterwards it has locked the segment's row
 */
export async function findOrCreateSegment(
  sql: Sql,
  wanted: { destinationId: string; customerId: string; heapSegmentId: string; name: string },
): Promise<SegmentOfPage> {
  const existing = await lockExisting(sql, wanted);
  if (existing) return existing;

  // Two first pages at once: the second waits here and then finds what the first created.
  await sql.query("SELECT FROM destination WHERE id = $1 FOR NO KEY UPDATE", [wanted.destinationId]);
  return (await lockExisting(sql, wanted)) ?? (await createSegment(sql, wanted));
}

async function lockExisting(
  sql: Sql,
  { destinationId, heapSegmentId }: { destinationId: string; heapSegmentId: string },
): Promise<SegmentOfPage | undefined> {
  const { rows } = await sql.query<{ id: string; drainedOrder: string | bigint }>(
    `SELECT id, drained_order AS "drainedOrder" FROM segment
     WHERE destination_id = $1 AND heap_segment_id = $2 FOR NO KEY UPDATE`,
    [destinationId, heapSegmentId],
  );
  return rows[0] && { id: rows[0].id, drainedOrder: BigInt(rows[0].drainedOrder) };
}

async function createSegment(
  sql: Sql,
  wanted: { destinationId: string; customerId: string; heapSegmentId: string; name: string },
): Promise<SegmentOfPage> {
  const { destinationId, customerId, heapSegmentId, name } = wanted;
  const id = uuidv7();
  const hasRoom = (await countRecurring(sql, destinationId)) < MAX_RECURRING_SEGMENTS;

  // The first recurring sync comes at a random time in the period, so that segments created together spread out.
  await sql.query(
    `INSERT INTO segment (id, customer_id, destination_id, heap_segment_id, name, mode, next_sync_at)
     VALUES ($1, $2, $3, $4, $5, $6, CASE WHEN $6::segment_mode = 'recurring'
                                           THEN now() + random() * make_interval(hours => $7) END)`,
    [id, customerId, destinationId, heapSegmentId, name, hasRoom ? "recurring" : "off", RECURRING_HOURS],
  );
  if (!hasRoom) {
    await openAlert(sql, {
      customerId,
      destinationId,
      segmentId: id,
      kind: "recurring_cap",
      subject: id,
      message: `The new segment '${name}' is off: the destination already has ${MAX_RECURRING_SEGMENTS} recurring segments.`,
      nextAction: "Set the segment to manual, or turn another one off and this one to recurring.",
    });
  }
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
