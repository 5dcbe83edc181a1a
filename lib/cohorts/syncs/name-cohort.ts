import { inTransaction } from "@/lib/kernel/database";
import type { MembershipClient } from "@/lib/vendors/braze/membership-client";
import type { LoadedSync } from "./load-sync";

/**
 * Gives the cohort its segment's name in Braze, unless it has it already: this creates the cohort the first time and
 * renames it later. The cohort's id is the segment's, so two segments with the same name make two cohorts, and a
 * rename keeps the cohort. An attribute needs no call.
 * @returns whether it made a call
 * @throws VendorError when Braze does not accept
 */
export async function nameCohort(
  sync: LoadedSync & { sliceId: string },
  client: MembershipClient,
): Promise<boolean> {
  if (!client.nameCohort || sync.cohortName === sync.segmentName) return false;

  await client.nameCohort({
    cohortId: sync.segmentId,
    name: sync.segmentName,
    createdAt: sync.segmentCreatedAt,
  });
  await recordNamed(sync);
  return true;
}

/**
 * Under the lock of the segment's row, and only for the slice at work: if the destination was given another workspace
 * during the call, that one has no cohort yet.
 */
async function recordNamed(sync: LoadedSync & { sliceId: string }): Promise<void> {
  await inTransaction(async (sql) => {
    await sql.query("SELECT FROM segment WHERE id = $1 FOR NO KEY UPDATE", [sync.segmentId]);
    const { rowCount } = await sql.query(
      "UPDATE sync SET failed_attempts = 0, retry_at = NULL, touched_at = now() WHERE id = $1 AND slice_id = $2",
      [sync.id, sync.sliceId],
    );
    if (!rowCount) return;

    await sql.query("UPDATE segment SET cohort_name = $2, cohort_named_at = now() WHERE id = $1", [
      sync.segmentId,
      sync.segmentName,
    ]);
  });
}
