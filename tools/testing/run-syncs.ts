import { expect } from "vitest";
import { requestSync } from "@/lib/cohorts/syncs/request-sync";
import { runSyncSlice, type SyncSlice } from "@/lib/cohorts/syncs/run-sync-slice";
import type { Ctx } from "@/lib/kernel/actor";
import { pool } from "@/lib/kernel/database";
import type { IdentifierKind } from "@/prisma/generated/enums";
import type { Membership } from "@/sandbox/braze/membership";
import { registerWorkspace } from "@/sandbox/braze/state";
import { applyTracked, attributeOf } from "@/sandbox/braze/tracked-attributes";
import { type Cohort, cohortOf } from "@/sandbox/braze/workspace";
import type { Sandbox } from "@/sandbox/start";
import { ctxOf, readMembers, type TestDestination } from "./make-destination";

/** For tests: sets the sandbox's address in this process before the environment is first read. */
export function useSandbox(sandbox: Sandbox): void {
  process.env.SANDBOX_URL = sandbox.url;
}

/** The cohort of a segment in the sandbox's Braze. */
export function cohortIn(sandbox: Sandbox, destination: TestDestination, segmentId: string): Cohort {
  return cohortOf(registerWorkspace(sandbox.state.braze, destination.workspaceKey), segmentId);
}

/** A segment's cohort in the sandbox's Braze, or its attribute with everything applied. */
export async function membershipIn(
  sandbox: Sandbox,
  destination: TestDestination,
  segmentId: string,
): Promise<Membership> {
  const { rows } = await pool.query<{ name: string | null }>(
    "SELECT attribute_name AS name FROM segment WHERE id = $1",
    [segmentId],
  );
  if (!rows[0]?.name) return cohortIn(sandbox, destination, segmentId);

  const workspace = registerWorkspace(sandbox.state.braze, destination.workspaceKey);
  applyTracked(workspace, Number.POSITIVE_INFINITY);
  return attributeOf(workspace, rows[0].name);
}

/** Who is in a segment's cohort in the sandbox's Braze, sorted. */
export function sentTo(sandbox: Sandbox, destination: TestDestination, segmentId: string): string[] {
  return [...cohortIn(sandbox, destination, segmentId).sent].sort();
}

/** This many user ids of Heap in sorted order: `user-000000`, `user-000001` and so on. */
export function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `user-${String(index).padStart(6, "0")}`);
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
    "UPDATE braze_workspace SET resume_at = NULL WHERE destination_id = (SELECT destination_id FROM sync WHERE id = $1)",
    [syncId],
  );
  await pool.query(
    "UPDATE push SET started_at = started_at - interval '5 min' WHERE sync_id = $1 AND state = 'sending'",
    [syncId],
  );
}

export async function readSync(syncId: string) {
  const { rows } = await pool.query("SELECT * FROM sync WHERE id = $1", [syncId]);
  return rows[0];
}

/** Waits until at least this many calls for a segment are under way, and returns the members of each. */
export async function untilSending(segmentId: string, calls: number): Promise<string[][]> {
  for (;;) {
    const sending = await sendingOf(segmentId);
    if (sending.length >= calls) return sending;
  }
}

async function sendingOf(segmentId: string): Promise<string[][]> {
  const { rows } = await pool.query<{ userKeys: string[] }>(
    `SELECT user_keys AS "userKeys" FROM push WHERE segment_id = $1 AND state = 'sending'`,
    [segmentId],
  );
  return rows.map((row) => row.userKeys);
}

/** How the sandbox's Braze keeps these members of a segment, by the way in which its users are identified. */
export async function entriesOf(segmentId: string, userKeys: readonly string[]): Promise<string[]> {
  const { rows } = await pool.query<{ kind: IdentifierKind; label: string | null }>(
    `SELECT COALESCE(s.identifier_kind, d.identifier_kind) AS kind, COALESCE(s.alias_label, d.alias_label) AS label
     FROM segment s JOIN destination d ON d.id = s.destination_id WHERE s.id = $1`,
    [segmentId],
  );
  const prefixes = {
    external_id: [""],
    device_id: ["device:"],
    alias: [`alias:${rows[0]?.label}:`],
    external_id_or_device_id: ["", "device:"],
    email: ["email:"],
    phone: ["phone:"],
  }[rows[0]?.kind ?? "external_id"];
  return userKeys.flatMap((key) => prefixes.map((prefix) => prefix + key));
}

/**
 * Expects a segment's cohort or attribute in Braze to be the segment without the members that Braze `refused`, nothing to be owed
 * or under way, and the segment's counts to be those of its members. It also expects that the sandbox never saw one id
 * in two calls at a time, or more calls for a cohort at a time than there may be.
 */
export async function expectEqualCohort(
  sandbox: Sandbox,
  destination: TestDestination,
  segmentId: string,
  refused: readonly string[] = [],
): Promise<void> {
  const members = await readMembers(segmentId);
  const taken = members.wanted.filter((key) => !refused.includes(key));
  expect(members.refused).toEqual(refused);
  const { sent } = await membershipIn(sandbox, destination, segmentId);
  expect([...sent].sort()).toEqual((await entriesOf(segmentId, taken)).sort());
  expect(members.owed).toEqual([]);
  expect(members.counts).toEqual(members.realCounts);
  expect(await sendingOf(segmentId)).toEqual([]);
  expect(sandbox.state.braze.violations.count("id_in_two_calls")).toBe(0);
  expect(sandbox.state.braze.violations.count("overlapping_calls")).toBe(0);
  expect(sandbox.state.braze.violations.count("creates_users")).toBe(0);
}
