import { pool } from "@/lib/kernel/database";
import type { BrazeCohortClient } from "@/lib/vendors/braze/cohort-client";
import type { LoadedSync } from "./load-sync";

/**
 * Gives the cohort its segment's name in Braze, unless it has it already: this creates the cohort the first time and
 * renames it later. The cohort's id is the segment's, so two segments with the same name make two cohorts, and a
 * rename keeps the cohort.
 * @throws VendorError when Braze does not accept
 */
export async function nameCohort(sync: LoadedSync, client: BrazeCohortClient): Promise<void> {
  if (sync.cohortName === sync.segmentName) return;

  await client.nameCohort({
    cohortId: sync.segmentId,
    name: sync.segmentName,
    createdAt: sync.segmentCreatedAt,
  });
  await pool.query("UPDATE segment SET cohort_name = $2, cohort_named_at = now() WHERE id = $1", [
    sync.segmentId,
    sync.segmentName,
  ]);
  await pool.query("UPDATE sync SET failed_attempts = 0, retry_at = NULL, touched_at = now() WHERE id = $1", [
    sync.id,
  ]);
}
