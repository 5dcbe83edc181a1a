import { pool } from "@/lib/kernel/database";

/** A slice signals with every chunk that it is alive, and waits for Braze at most a minute. */
const SILENT_SECONDS = 120;

/** Erasures that nobody works on: the sweep sends them again. */
export async function findStalledErasures(): Promise<{ erasureId: string; customerId: string }[]> {
  const { rows } = await pool.query<{ erasureId: string; customerId: string }>(
    `SELECT id AS "erasureId", customer_id AS "customerId" FROM erasure
     WHERE phase <> 'done' AND touched_at < now() - make_interval(secs => $1) ORDER BY touched_at LIMIT 500`,
    [SILENT_SECONDS],
  );
  return rows;
}
