import { lockSegmentRow } from "@/lib/cohorts/locks/lock-segment-row";
import { forgetAcked } from "@/lib/cohorts/members/forget-acked";
import { sqlOf, type Transaction } from "@/lib/kernel/database";

/**
 * For a change of how users are identified: what Braze accepted under the old kind says nothing about the new one, so
 * everybody is owed again in each segment that follows the destination.
 * @param tx a transaction that has locked the destination's row; lock order: destination first, then segments by id
 */
export async function forgetInherited(tx: Transaction, destinationId: string): Promise<void> {
  const sql = sqlOf(tx);
  const segments = await tx.segment.findMany({
    where: { destinationId, identifierKind: null },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  for (const { id } of segments) {
    await lockSegmentRow(sql, id);
    await forgetAcked(sql, id);
  }
}
