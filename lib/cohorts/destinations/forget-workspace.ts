import { lockSegmentRow } from "@/lib/cohorts/locks/lock-segment-row";
import { forgetAcked } from "@/lib/cohorts/members/forget-acked";
import { sqlOf, type Transaction } from "@/lib/kernel/database";

/** The hops that only the present workspace can prove. */
const HOPS_OF_BRAZE = ["braze_key_accepted", "cohort_created", "first_members_accepted"];

/**
 * For a destination that sends to another Braze workspace from now on: what the one before was sent, and what it called
 * its cohorts, says nothing about the new one. So in all its segments everybody is owed and the cohort has no name yet.
 * Who left is owed too: the workspace may have been this destination's before. A sync at work stops and goes on with
 * the new credentials; what Braze proved is to be proven again; match checks until now are outdated.
 * So it is for a destination that writes cohorts in place of attributes, or the other way round.
 * @param tx a transaction that has locked the destination's row; lock order: destination first, then segments by id
 */
export async function forgetWorkspace(
  tx: Transaction,
  destinationId: string,
  because = "The destination was given another Braze workspace during this call.",
): Promise<void> {
  const sql = sqlOf(tx);
  const segments = await tx.segment.findMany({
    where: { destinationId },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  // All before the first changes: the calls of all of them are counted in one row, which is locked from then on.
  for (const { id } of segments) await lockSegmentRow(sql, id);
  for (const { id } of segments) {
    await forgetAcked(sql, id, because);
    await sql.query(
      "UPDATE segment SET cohort_name = NULL, cohort_named_at = NULL, one_at_a_time_until = NULL WHERE id = $1",
      [id],
    );
  }
  await tx.destination.update({ where: { id: destinationId }, data: { workspaceSince: new Date() } });
  await tx.check.deleteMany({ where: { destinationId, kind: { in: HOPS_OF_BRAZE } } });
  await tx.brazeWorkspace.deleteMany({ where: { destinationId } });
}
