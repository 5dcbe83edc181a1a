import { afterAll, beforeAll, expect, test } from "vitest";
import { runSyncSlice } from "@/lib/cohorts/syncs/run-sync-slice";
import { pool } from "@/lib/kernel/database";
import { registerWorkspace } from "@/sandbox/braze/state";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { createTestDestination, ctxOf, postPage, readMembers } from "@/tools/testing/make-destination";
import { askSync, cohortIn, readSync, runToEnd, useSandbox } from "@/tools/testing/run-syncs";
import { listDryRuns } from "./list-dry-runs";
import { makeDryRun } from "./make-dry-run";
import { obstaclesOf, type PushFacts } from "./push-obstacles";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());

const ids = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}-${n}`);

/** A cohort of 1,500 with one refused, then adds, removes and one whose call broke off. */
async function setUp() {
  const destination = await createTestDestination();
  const workspace = registerWorkspace(sandbox.state.braze, destination.workspaceKey);
  workspace.poison.add("old-7");
  const at = Date.now() - 120_000;
  const segmentId = await postPage(destination, { task: "1", add: ids("old", 1_500) }, at);
  await runToEnd(await askSync(destination, segmentId));
  const owedSinceMs = at + 60_000;
  await postPage(
    destination,
    { task: "2", add: ids("new", 1_200), remove: ids("old", 300).slice(10) },
    owedSinceMs,
  );
  await setAcked(segmentId, null);
  return { destination, segmentId, workspace, owedSinceMs };
}

/** The state of one member, who is in the segment and in the cohort. */
async function setAcked(segmentId: string, acked: boolean | null): Promise<void> {
  await pool.query("UPDATE member SET acked = $2 WHERE segment_id = $1 AND user_key = 'old-1499'", [
    segmentId,
    acked,
  ]);
  await pool.query("UPDATE segment SET acked_count = acked_count + $2 WHERE id = $1", [
    segmentId,
    acked ? 1 : -1,
  ]);
}

type Prepared = Awaited<ReturnType<typeof setUp>>;

function dryRun({ destination, segmentId }: Prepared, trigger: "manual" | "resync" = "manual") {
  return makeDryRun(ctxOf(), { customerId: destination.customerId, segmentId, trigger });
}

test("a sync started at that moment pushes exactly what the dry run counted, and the dry run does not call Braze", async () => {
  const set = await setUp();
  const cohort = cohortIn(sandbox, set.destination, set.segmentId);
  const callsBefore = cohort.calls;

  const counted = await dryRun(set);

  expect(cohort.calls).toBe(callsBefore);
  expect(counted).toMatchObject({ before: 1_498, adds: 1_201, removes: 290, unknown: 1, after: 2_409 });
  expect(counted).toMatchObject({ refusedLeft: 1, refusedRetried: 0, pushes: 2, namesCohort: false });
  expect(counted).toMatchObject({ joinsSyncId: null, obstacles: [], segmentName: "Trial users" });

  const sync = await readSync(
    await askSync(set.destination, set.segmentId).then(async (id) => {
      await runToEnd(id);
      return id;
    }),
  );
  expect(sync).toMatchObject({
    added: counted.adds,
    removed: counted.removes,
    refused: 0,
    pushes: counted.pushes,
  });
  expect(cohort.calls - callsBefore).toBe(counted.pushes);
  const members = await readMembers(set.segmentId);
  expect(members.counts?.acked).toBe(counted.after);
});

test("a dry run of a resync counts everybody, with the refused ones tried again", async () => {
  const set = await setUp();
  set.workspace.poison.clear();

  const counted = await dryRun(set, "resync");

  expect(counted).toMatchObject({ adds: 2_410, removes: 290, unknown: 2_700, after: 2_410, pushes: 3 });
  expect(counted).toMatchObject({ refusedLeft: 0, refusedRetried: 1 });
  const syncId = await askSync(set.destination, set.segmentId, "resync");
  await runToEnd(syncId);
  expect(await readSync(syncId)).toMatchObject({ added: 2_410, removed: 290, pushes: 3 });
  expect((await readMembers(set.segmentId)).counts?.acked).toBe(counted.after);
});

test("the oldest owed change has the time when Heap reported it, even after a drain", async () => {
  const set = await setUp();

  // The member whose call broke off came with the first task.
  expect((await dryRun(set)).oldestOwedAt).toBe(new Date(set.owedSinceMs - 60_000).toISOString());

  await setAcked(set.segmentId, true);
  expect((await dryRun(set)).oldestOwedAt).toBe(new Date(set.owedSinceMs).toISOString());

  await runToEnd(await askSync(set.destination, set.segmentId));
  expect((await dryRun(set)).oldestOwedAt).toBeNull();
  const drainMs = Date.now() - 1_000;
  await postPage(set.destination, { drain: true }, drainMs);
  expect((await dryRun(set)).oldestOwedAt).toBe(new Date(drainMs).toISOString());
});

test("members of an unanswered call count as unknown, and their sync is named", async () => {
  const destination = await createTestDestination();
  const segmentId = await postPage(destination, { add: ["a", "b"] });
  const syncId = await askSync(destination, segmentId);
  await pool.query("UPDATE sync SET state = 'running', started_at = now() WHERE id = $1", [syncId]);
  await pool.query(
    `INSERT INTO push (id, customer_id, segment_id, sync_id, adds, removes, user_keys, state, started_at)
     VALUES (gen_random_uuid(), $1, $2, $3, 2, 0, '{a,b}', 'sending', now() - interval '5 min')`,
    [destination.customerId, segmentId, syncId],
  );
  // Heap removes one of them again before anyone knows what Braze did with the call.
  await postPage(destination, { remove: ["b"] });

  const counted = await makeDryRun(ctxOf(), {
    customerId: destination.customerId,
    segmentId,
    trigger: "manual",
  });

  expect(counted).toMatchObject({ adds: 1, removes: 1, unknown: 2, after: 1, namesCohort: true });
  expect(counted.joinsSyncId).toBe(syncId);
  await runSyncSlice(syncId);
  expect(await readSync(syncId)).toMatchObject({ added: 1, removed: 1 });
});

test("everything that blocks a sync is listed with what to do, in the order to resolve it", async () => {
  const clear: PushFacts = {
    mode: "manual",
    customerState: "live",
    isDestinationPaused: false,
    missingKey: null,
    refusedKey: null,
  };
  expect(obstaclesOf(clear)).toEqual([]);
  const all = obstaclesOf({
    mode: "off",
    customerState: "paused",
    isDestinationPaused: true,
    missingKey: "Enter the key.",
    refusedKey: { message: "Refused.", nextAction: "Enter another." },
  });
  expect(all.map(({ nextAction }) => nextAction)).toEqual([
    "Resume the customer in Setup.",
    "Resume the destination in Setup.",
    "Set the segment to manual or recurring.",
    "Enter the key.",
  ]);

  const set = await setUp();
  const { destinationId } = set.destination;
  await pool.query("UPDATE segment SET mode = 'off' WHERE id = $1", [set.segmentId]);
  await pool.query("UPDATE destination SET paused_at = now(), data_import_key_enc = NULL WHERE id = $1", [
    destinationId,
  ]);
  const { obstacles, adds } = await dryRun(set);
  expect(adds).toBe(1_201);
  expect(obstacles.map(({ nextAction }) => nextAction)).toEqual([
    "Resume the destination in Setup.",
    "Set the segment to manual or recurring.",
    expect.stringContaining("no Data Import Key"),
  ]);
});

test("a key that Braze refused blocks a sync until it is corrected", async () => {
  const destination = await createTestDestination({ dataImportKey: "nobody-knows-this" });
  const segmentId = await postPage(destination, { add: ["a"] });
  await runToEnd(await askSync(destination, segmentId));

  const { obstacles } = await makeDryRun(ctxOf(), {
    customerId: destination.customerId,
    segmentId,
    trigger: "manual",
  });

  expect(obstacles).toEqual([
    {
      message: expect.stringContaining("Braze does not accept the Data Import Key"),
      nextAction: expect.stringContaining("Enter the current key"),
    },
  ]);
});

test("each dry run is kept with who requested it, and in the audit log; a repeat with one key is one dry run", async () => {
  const set = await setUp();
  const wish = {
    customerId: set.destination.customerId,
    segmentId: set.segmentId,
    trigger: "manual" as const,
  };
  const ctx = ctxOf();
  const once = { key: "k", digest: new Uint8Array(32) };
  const first = await makeDryRun(ctx, wish, once);
  expect(await makeDryRun(ctx, wish, once)).toEqual(first);
  const second = await makeDryRun(ctx, wish);

  const { items } = await listDryRuns(ctxOf("viewer"), { ...wish, limit: 9 });
  expect(items).toEqual([second, first]);
  expect(first.requestedBy).toBe("Ada");
  const { rows } = await pool.query(
    "SELECT subject_id FROM audit_entry WHERE customer_id = $1 AND action = 'segment.dry_run_made'",
    [wish.customerId],
  );
  expect(rows).toEqual([{ subject_id: set.segmentId }, { subject_id: set.segmentId }]);
});

test("a viewer may not make one, and another customer's segment is not found", async () => {
  const destination = await createTestDestination();
  const segmentId = await postPage(destination, { add: ["a"] });
  const other = await createTestDestination();
  const wish = { customerId: destination.customerId, segmentId, trigger: "manual" as const };

  await expect(makeDryRun(ctxOf("viewer"), wish)).rejects.toMatchObject({ code: "forbidden" });
  await expect(makeDryRun(ctxOf(), { ...wish, customerId: other.customerId })).rejects.toMatchObject({
    code: "not_found",
  });
  await pool.query("UPDATE customer SET state = 'archived' WHERE id = $1", [wish.customerId]);
  await expect(makeDryRun(ctxOf(), wish)).rejects.toMatchObject({ code: "conflict" });
});
