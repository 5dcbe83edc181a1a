import type { Ctx } from "@/lib/actor";
import { pool } from "@/lib/db";
import { LAST_SYNC_JOIN, SEGMENT_COLUMNS, type SegmentRow, type SegmentSummary, segmentOf } from "./columns";

export interface SegmentListWish {
  customerId: string;
  destinationId?: string;
  /** The last id of the page before. */
  afterId?: string;
  /** At most this many; 50 unless told. */
  limit?: number;
}

/**
 * A customer's segments, oldest first, with their counts.
 * @returns `nextAfterId` is what to ask on with; null on the last page
 */
export async function listSegments(
  _ctx: Ctx,
  wish: SegmentListWish,
): Promise<{ segments: SegmentSummary[]; nextAfterId: string | null }> {
  const limit = wish.limit ?? 50;
  const { rows } = await pool.query<SegmentRow>(
    `SELECT ${SEGMENT_COLUMNS} FROM segment s ${LAST_SYNC_JOIN}
     WHERE s.customer_id = $1 AND ($2::uuid IS NULL OR s.destination_id = $2) AND ($3::uuid IS NULL OR s.id > $3)
     ORDER BY s.id LIMIT $4`,
    [wish.customerId, wish.destinationId ?? null, wish.afterId ?? null, limit + 1],
  );

  const segments = rows.slice(0, limit).map(segmentOf);
  return { segments, nextAfterId: rows.length > limit ? (segments.at(-1)?.id ?? null) : null };
}
