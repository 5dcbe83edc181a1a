import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { pool } from "@/lib/kernel/database";
import {
  OVERLAP_COLUMNS,
  type OverlapRow,
  type OverlapView,
  overlapView,
  toOverlapView,
} from "./overlap-view";

export const overlapList = z.strictObject({ items: z.array(overlapView) });

/**
 * The identity overlap of each of a customer's sources, oldest first, as last measured: one statement that reads one
 * row per source.
 * @throws TributaryError `forbidden`, `not_found`
 */
export async function listOverlaps(
  ctx: Ctx,
  { customerId }: { customerId: string },
): Promise<{ items: OverlapView[] }> {
  requireRole(ctx, "viewer");
  await requireCustomer(customerId);
  const { rows } = await pool.query<OverlapRow>(
    `SELECT ${OVERLAP_COLUMNS}
     FROM source s JOIN customer c ON c.id = s.customer_id LEFT JOIN identity_overlap o ON o.source_id = s.id
     WHERE s.customer_id = $1 ORDER BY s.id`,
    [customerId],
  );
  return { items: rows.map(toOverlapView) };
}
