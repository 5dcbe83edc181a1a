import { queueFirstCheck } from "@/lib/cohorts/match-checks/queue-first-check";
import { needsSync } from "@/lib/cohorts/members/owed-members";
import { openAlert, resolveAlert } from "@/lib/kernel/alerts/open-alert";
import { inTransaction, type Sql } from "@/lib/kernel/database";
import { utc } from "@/lib/kernel/words";
import { FAILED_RUN } from "./failed-run";
import type { LoadedSync } from "./load-sync";

type EndingSync = Pick<LoadedSync, "id" | "segmentId" | "customerId" | "destinationId">;

/**
 * Ends a sync that has nothing left to push. A request for a sync locks the segment's row too: either it sees the end
 * and queues a new sync, or this sees what the request brought.
 * @returns false, without ending it, when there is something to push after all
 */
export async function endIfNothingOwed(sync: EndingSync): Promise<boolean> {
  return inTransaction(async (sql) => {
    await sql.query("SELECT FROM segment WHERE id = $1 FOR NO KEY UPDATE", [sync.segmentId]);
    if (await needsSync(sql, sync.segmentId)) return false;

    await sql.query(
      `UPDATE sync SET finished_at = now(), touched_at = now(), retry_at = NULL, error = NULL,
              state = CASE WHEN refused > 0 THEN 'succeeded_with_errors' ELSE 'succeeded' END::sync_state
       WHERE id = $1 AND state = 'running'`,
      [sync.id],
    );
    await sql.query("UPDATE segment SET clear_asked_at = NULL WHERE id = $1 AND clear_asked_at IS NOT NULL", [
      sync.segmentId,
    ]);
    await queueFirstCheck(sql, sync.id);
    await resolveAlert(sql, {
      customerId: sync.customerId,
      kind: "braze_key_refused",
      subject: sync.destinationId,
    });
    return true;
  });
}

/** Ends a sync early; what it did not push stays owed. `error` is shown to people, and says what to do. */
export async function endEarly(
  sync: EndingSync,
  end: { state: "failed" | "cancelled"; error: string; keyRefused?: { message: string; nextAction: string } },
): Promise<void> {
  await inTransaction(async (sql) => {
    await sql.query("SELECT FROM segment WHERE id = $1 FOR NO KEY UPDATE", [sync.segmentId]);
    await sql.query(
      `UPDATE sync SET state = $2, error = $3, finished_at = now(), touched_at = now(), retry_at = NULL
       WHERE id = $1 AND state IN ('queued', 'running')`,
      [sync.id, end.state, end.error],
    );
    if (!end.keyRefused) return;

    await openAlert(sql, {
      ...end.keyRefused,
      cause: await repeatedWords(sql, sync.id),
      customerId: sync.customerId,
      destinationId: sync.destinationId,
      kind: "braze_key_refused",
      subject: sync.destinationId,
    });
  });
}

/** How often the sync's segment has failed like this; nothing the first time. */
async function repeatedWords(sql: Sql, syncId: string): Promise<string | undefined> {
  const { rows } = await sql.query<{ times: number; since: Date | null }>(
    `SELECT run.times, run.since FROM sync y CROSS JOIN LATERAL (${FAILED_RUN}) run WHERE y.id = $1`,
    [syncId],
  );
  const [run] = rows;
  return run?.since && run.times > 1
    ? `The sync has failed ${run.times} times since ${utc(run.since)}.`
    : undefined;
}
