import { pool } from "@/lib/kernel/database";
import { type Admission, admitCall, type Circuit, PROBE_SECONDS } from "@/lib/vendors/circuit";
import type { WaitingSync } from "./queue-sync";

/**
 * Decides whether a sync may call the workspace of its destination now (`admitCall`). With `probe` the probe is this
 * sync's until `leaveWorkspace`.
 */
export async function enterWorkspace(destinationId: string): Promise<Admission> {
  const { rows } = await pool.query<Circuit>(
    `SELECT failures, GREATEST(0, extract(epoch FROM resume_at - now()))::float8 AS "waitSeconds",
            GREATEST(0, extract(epoch FROM probe_until - now()))::float8 AS "probeSeconds"
     FROM braze_workspace WHERE destination_id = $1`,
    [destinationId],
  );
  const admission = rows[0] ? admitCall(rows[0]) : ({ kind: "go" } as const);
  if (admission.kind !== "probe") return admission;

  const { rowCount } = await pool.query(
    `UPDATE braze_workspace SET probe_until = now() + make_interval(secs => $2)
     WHERE destination_id = $1 AND COALESCE(GREATEST(probe_until, resume_at) <= now(), true)`,
    [destinationId, PROBE_SECONDS],
  );
  return rowCount ? admission : { kind: "wait", seconds: PROBE_SECONDS };
}

/** Ends this sync's probe, however it went. */
export async function leaveWorkspace(destinationId: string): Promise<void> {
  await pool.query("UPDATE braze_workspace SET probe_until = NULL WHERE destination_id = $1", [
    destinationId,
  ]);
}

/**
 * Records one more failed call in a row.
 * @returns how many there are now
 */
export async function noteOutage(destinationId: string): Promise<number> {
  const { rows } = await pool.query<{ failures: number }>(
    `INSERT INTO braze_workspace (destination_id, failures) VALUES ($1, 1)
     ON CONFLICT (destination_id) DO UPDATE SET failures = braze_workspace.failures + 1 RETURNING failures`,
    [destinationId],
  );
  return rows[0]?.failures ?? 1;
}

/** Records how long to leave the workspace alone. */
export async function noteWorkspaceWait(destinationId: string, waitSeconds: number): Promise<void> {
  await pool.query(
    "UPDATE braze_workspace SET resume_at = now() + make_interval(secs => $2) WHERE destination_id = $1",
    [destinationId, waitSeconds],
  );
}

/**
 * Records that Braze accepted a call: the workspace works.
 * @returns the syncs that have waited for that, to be run now
 */
export async function noteWorkspaceWorks(destinationId: string): Promise<WaitingSync[]> {
  const { rowCount } = await pool.query(
    `UPDATE braze_workspace SET failures = 0, resume_at = NULL, probe_until = NULL
     WHERE destination_id = $1 AND failures > 0`,
    [destinationId],
  );
  if (!rowCount) return [];

  const { rows } = await pool.query<WaitingSync>(
    `UPDATE sync SET held_at = NULL, retry_at = NULL, error = NULL, touched_at = now()
     WHERE destination_id = $1 AND state IN ('queued', 'running') AND held_at IS NOT NULL
     RETURNING id AS "syncId", segment_id AS "segmentId", customer_id AS "customerId"`,
    [destinationId],
  );
  return rows;
}

/** Records that a sync waits for another one of its workspace, and how long at least. */
export async function holdSync(syncId: string, waitSeconds: number): Promise<void> {
  await pool.query(
    `UPDATE sync SET held_at = now(), touched_at = now(), retry_at = now() + make_interval(secs => $2),
            error = 'Waiting: Braze is not responding, and one sync of this workspace at a time tries again.'
     WHERE id = $1 AND state IN ('queued', 'running')`,
    [syncId, waitSeconds],
  );
}
