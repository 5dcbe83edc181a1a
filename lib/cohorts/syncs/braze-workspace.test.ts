import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { createTestDestination, postPage, type TestDestination } from "@/tools/testing/make-destination";
import { askSync, cohortIn, passTime, readSync, runToEnd, useSandbox } from "@/tools/testing/run-syncs";
import { runSyncSlice } from "./run-sync-slice";

let sandbox: Sandbox;
let destination: TestDestination;
beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  sandbox.state.faults.clear();
  destination = await createTestDestination();
});

/** Syncs that wait, each of a segment of its own in the same workspace. */
async function askSyncs(count: number): Promise<string[]> {
  const syncs: string[] = [];
  for (let place = 1; place <= count; place++) {
    const segmentId = await postPage(destination, {
      segment: String(place),
      name: `Segment ${place}`,
      add: ["a"],
    });
    syncs.push(await askSync(destination, segmentId));
  }
  return syncs;
}

/** From now on Braze answers 503 to this workspace. @returns how often it did */
function breakDown(): () => number {
  const { workspaceKey } = destination;
  const count = 1_000_000;
  const faults = (["braze.cohorts", "braze.users"] as const).map(
    (target) => ({ target, mode: "status", status: 503, match: { workspaceKey }, count }) as const,
  );
  const added = faults.map((fault) => ({ ...fault }));
  for (const fault of added) sandbox.state.faults.add(fault);
  return () => added.reduce((hits, fault) => hits + count - fault.count, 0);
}

test("after three failures in a row the other syncs of the workspace wait without a call, and one probes", async () => {
  const syncs = await askSyncs(6);
  const [first = "", second = "", third = "", ...others] = syncs;
  const hits = breakDown();
  for (const syncId of [first, second, third]) await runSyncSlice(syncId);
  expect(hits()).toBe(3);

  for (const syncId of others) expect(await runSyncSlice(syncId)).toMatchObject({ done: true, calls: 0 });
  expect(hits()).toBe(3);
  expect(await readSync(others[0] ?? "")).toMatchObject({ state: "queued", held_at: expect.any(Date) });

  // The wait is over: all try at the same moment.
  for (const syncId of syncs) await passTime(syncId);
  await Promise.all(syncs.map(runSyncSlice));
  expect(hits()).toBe(4);
});

test("once Braze answers the probe, the syncs that waited are woken and end", async () => {
  const syncs = await askSyncs(5);
  const [first = "", second = "", third = "", ...others] = syncs;
  breakDown();
  for (const syncId of syncs) await runSyncSlice(syncId);
  sandbox.state.faults.clear();

  await passTime(first);
  const probe = await runSyncSlice(first);
  expect(probe.woken.map(({ syncId }) => syncId).sort()).toEqual([...others].sort());
  for (const syncId of [second, third]) await passTime(syncId);
  for (const syncId of syncs) await runToEnd(syncId);
  const { rows } = await pool.query(
    "SELECT segment_id AS id FROM sync WHERE destination_id = $1 AND state = 'succeeded'",
    [destination.destinationId],
  );
  expect(rows).toHaveLength(5);
  for (const { id } of rows) expect(cohortIn(sandbox, destination, id).sent.size).toBe(1);
});

test("another workspace goes on", async () => {
  const syncs = await askSyncs(4);
  breakDown();
  for (const syncId of syncs) await runSyncSlice(syncId);

  destination = await createTestDestination();
  const [other = ""] = await askSyncs(1);
  await runToEnd(other);
  expect(await readSync(other)).toMatchObject({ state: "succeeded" });
});

test("a slice that makes no call does not end the wait of the others", async () => {
  const [first = "", second = "", third = "", fourth = ""] = await askSyncs(4);
  breakDown();
  for (const syncId of [first, second, third, fourth]) await runSyncSlice(syncId);
  await passTime(first);
  await pool.query("UPDATE sync SET cancel_requested_at = now() WHERE id = $1", [first]);
  await runSyncSlice(first);
  expect(await readSync(fourth)).toMatchObject({ state: "queued", held_at: expect.any(Date) });
});
