import { pool } from "@/lib/kernel/database";

/** A slice signals with every chunk that it is alive, or notes when it continues. */
const SILENT_SECONDS = 120;

/** Deletions that nobody works on, new ones too, and those whose process died. The sweep sends them again. */
export async function findStalledDeletions(): Promise<{ deletionRequestId: string; customerId: string }[]> {
  const { rows } = await pool.query<{ deletionRequestId: string; customerId: string }>(
    `SELECT id AS "deletionRequestId", customer_id AS "customerId" FROM deletion_request
     WHERE state = 'under_way'
       AND (started_at IS NULL OR GREATEST(touched_at, next_at) < now() - make_interval(secs => $1))
     ORDER BY touched_at LIMIT 500`,
    [SILENT_SECONDS],
  );
  return rows;
}
