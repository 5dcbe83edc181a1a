import { inTransaction } from "@/lib/kernel/database";

/**
 * Ends a check. Only the ids that Braze does not know are kept: someone has to look into them, and user keys are kept
 * no longer than needed. A failed check has measured nothing, so it keeps none.
 * @param failed why it failed and what to do; without it the check succeeded
 */
export async function endCheck(
  matchCheckId: string,
  failed?: { error: string; nextAction: string },
): Promise<void> {
  await inTransaction(async (sql) => {
    const { rowCount } = await sql.query(
      `UPDATE match_check SET state = $2, finished_at = now(), touched_at = now(), retry_at = NULL, error = $3, next_action = $4
       WHERE id = $1 AND state IN ('queued', 'running')`,
      [matchCheckId, failed ? "failed" : "succeeded", failed?.error ?? null, failed?.nextAction ?? null],
    );
    if (!rowCount) return;

    await sql.query(
      "DELETE FROM sampled_id WHERE match_check_id = $1 AND ($2 OR known IS DISTINCT FROM false)",
      [matchCheckId, failed !== undefined],
    );
  });
}
