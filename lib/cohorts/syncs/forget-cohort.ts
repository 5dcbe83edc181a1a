import { forgetAcked } from "@/lib/cohorts/members/forget-acked";
import { inTransaction } from "@/lib/kernel/database";

/**
 * Forgets what was sent of a segment, and its cohort's name, because Braze says that it does not know the cohort: the Data
 * Import Key is for another workspace than the one it was sent to. The next slice then names it and sends everybody.
 * Only for the slice at work.
 */
export async function forgetCohort(sync: { id: string; segmentId: string; sliceId: string }): Promise<void> {
  await inTransaction(async (sql) => {
    await sql.query("SELECT FROM segment WHERE id = $1 FOR NO KEY UPDATE", [sync.segmentId]);
    const { rowCount } = await sql.query(
      "UPDATE sync SET touched_at = now() WHERE id = $1 AND slice_id = $2 AND state = 'running'",
      [sync.id, sync.sliceId],
    );
    if (!rowCount) return;

    await forgetAcked(
      sql,
      sync.segmentId,
      "Braze does not know the cohort, so it is created and everyone is sent again.",
    );
    await sql.query("UPDATE segment SET cohort_name = NULL, cohort_named_at = NULL WHERE id = $1", [
      sync.segmentId,
    ]);
  });
}
