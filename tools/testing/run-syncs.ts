import { requestSync } from "@/lib/cohorts/syncs/request-sync";
import { runSyncSlice, type SyncSlice } from "@/lib/cohorts/syncs/run-sync-slice";
import type { Ctx } from "@/lib/kernel/actor";
import { pool } from "@/lib/kernel/database";
import { registerWorkspace } from "@/sandbox/braze/state";
import { type Cohort, cohortOf } from "@/sandbox/braze/workspace";
import type { Sandbox } from "@/sandbox/start";
import { ctxOf, type TestDestination } from "./make-destination";

/** For tests: sets the sandbox's address in this process before the environment is first read. */
export function useSandbox(sandbox: Sandbox): void {
  process.env.SANDBOX_URL = sandbox.url;
}

/** The cohort of a segment in the sandbox's Braze. */
export function cohortIn(sandbox: Sandbox, destination: TestDestination, segmentId: string): Cohort {
  return cohortOf(registerWorkspace(sandbox.state.braze, destination.workspaceKey), segmentId);
}

/** Requests a sync as a CSM does. */
export async function askSync(
  destination: TestDestination,
  segmentId: string,
  trigger: "manual" | "resync" = "manual",
  ctx: Ctx = ctxOf(),
): Promise<string> {
  const { customerId } = destination;
  return (await requestSync(ctx, { customerId, segmentId, trigger })).syncId;
}

/** Runs slices of a sync until it is over; skips a back-off instead of waiting. */
export async function runToEnd(syncId: string): Promise<SyncSlice[]> {
  const slices: SyncSlice[] = [];
  for (let count = 0; count < 500; count++) {
    const slice = await runSyncSlice(syncId);
    slices.push(slice);
    if (slice.done) return slices;
    if (slice.waitSeconds > 0) await passTime(syncId);
  }
  throw new Error("the sync does not end");
}

/** Makes the waiting time pass: for a back-off, and for calls that a dead process left behind. */
export async function passTime(syncId: string): Promise<void> {
  await pool.query("UPDATE sync SET retry_at = NULL WHERE id = $1", [syncId]);
  await pool.query(
    "UPDATE push SET started_at = started_at - interval '5 min' WHERE sync_id = $1 AND state = 'sending'",
    [syncId],
  );
}

export async function readSync(syncId: string) {
  const { rows } = await pool.query("SELECT * FROM sync WHERE id = $1", [syncId]);
  return rows[0];
}
