import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { maxMembersPerCall } from "@/lib/vendors/braze/membership-client";
import { configureWorkspace } from "@/sandbox/control/configure-workspace";
import type { FaultMode } from "@/sandbox/faults";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import {
  createTestDestination,
  ctxOf,
  postPage,
  readMembers,
  type TestDestination,
} from "@/tools/testing/make-destination";
import {
  askSync,
  cohortIn,
  entriesOf,
  expectEqualCohort,
  membershipIn,
  numbered,
  passTime,
  readSync,
  runToEnd,
  untilSending,
  useSandbox,
} from "@/tools/testing/run-syncs";
import { bookPush } from "./book-push";
import { cancelSync } from "./cancel-sync";
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

const delay = (latencyMs: number, count: number) =>
  sandbox.state.faults.add({ target: "braze.users", mode: "latency", latencyMs, count });

test("four calls are under way at a time, each in the books with its members before it is made, no member in two", async () => {
  const segmentId = await postPage(destination, { add: numbered(9_500) });
  delay(2_000, 4);

  const running = runToEnd(await askSync(destination, segmentId));
  const sending = (await untilSending(segmentId, 4)).flat();
  await running;

  expect(new Set(sending).size).toBe(4_000);
  expect(cohortIn(sandbox, destination, segmentId)).toMatchObject({
    mostCallsAtOnce: 4,
    calls: 10,
    redundant: 0,
  });
  await expectEqualCohort(sandbox, destination, segmentId);
});

test("a member who leaves while the call that adds them is under way is removed after its answer, not before", async () => {
  const segmentId = await postPage(destination, { add: numbered(4_000) });
  delay(2_000, 4);
  const syncId = await askSync(destination, segmentId);

  const running = runToEnd(syncId);
  await untilSending(segmentId, 4);
  await postPage(destination, { remove: numbered(10) }, Date.now() + 10);
  await running;
  await runToEnd(await askSync(destination, segmentId));

  expect(cohortIn(sandbox, destination, segmentId)).toMatchObject({ added: 4_000, removed: 10 });
  await expectEqualCohort(sandbox, destination, segmentId);
});

test("a cancelled sync makes no more calls; those under way are in the books, the rest stays owed", async () => {
  const segmentId = await postPage(destination, { add: numbered(8_000) });
  delay(2_000, 4);
  const syncId = await askSync(destination, segmentId);

  const running = runToEnd(syncId);
  await untilSending(segmentId, 4);
  await cancelSync(ctxOf(), { ...destination, syncId });
  await running;

  expect(await readSync(syncId)).toMatchObject({ state: "cancelled", added: 4_000, pushes: 4 });
  expect(cohortIn(sandbox, destination, segmentId).calls).toBe(4);
  expect((await readMembers(segmentId)).owed).toHaveLength(4_000);
});

test("after a 423 a segment's calls go one at a time for a while, in later syncs too", async () => {
  configureWorkspace(sandbox.state.braze, { key: destination.workspaceKey, locks: true });
  const segmentId = await postPage(destination, { add: numbered(6_000) });
  delay(2_000, 2);
  await runToEnd(await askSync(destination, segmentId));
  await expectEqualCohort(sandbox, destination, segmentId);
  const { rows: refusals } = await pool.query(
    "SELECT DISTINCT status FROM push WHERE segment_id = $1 AND state = 'failed'",
    [segmentId],
  );
  expect(refusals).toEqual([{ status: 423 }]);

  const cohort = cohortIn(sandbox, destination, segmentId);
  cohort.mostCallsAtOnce = 0;
  await postPage(destination, { remove: numbered(5_000) }, Date.now() + 10);
  await runToEnd(await askSync(destination, segmentId));
  expect(cohort.mostCallsAtOnce).toBe(1);

  configureWorkspace(sandbox.state.braze, { key: destination.workspaceKey, locks: false });
  await pool.query("UPDATE segment SET one_at_a_time_until = now() - interval '1 s' WHERE id = $1", [
    segmentId,
  ]);
  await postPage(destination, { add: numbered(5_000) }, Date.now() + 20);
  delay(2_000, 4);
  await runToEnd(await askSync(destination, segmentId));
  expect(cohort.mostCallsAtOnce).toBe(4);
  await expectEqualCohort(sandbox, destination, segmentId);
});

test("of calls that fail side by side, the one that no retry can fix decides", async () => {
  const segmentId = await postPage(destination, { add: numbered(4_000) });
  const fail = (status: number) =>
    sandbox.state.faults.add({ target: "braze.users", mode: "status", status, latencyMs: 2_000, count: 1 });
  for (const status of [503, 429, 401, 503]) fail(status);

  const syncId = await askSync(destination, segmentId);
  await runToEnd(syncId);

  expect(await readSync(syncId)).toMatchObject({ state: "failed", pushes: 4 });
  expect((await readMembers(segmentId)).owed).toHaveLength(4_000);
});

test("a slice that was replaced begins no push", async () => {
  const segmentId = await postPage(destination, { add: ["a"] });
  const syncId = await askSync(destination, segmentId);
  const [mine, successor] = [randomUUID(), randomUUID()];
  await pool.query("UPDATE sync SET state = 'running', slice_id = $2 WHERE id = $1", [syncId, successor]);

  const begin = (sliceId: string) =>
    bookPush({ id: syncId, segmentId, sliceId }, [{ userKey: "a", wanted: true }]);
  expect(await begin(mine)).toBeNull();
  expect(await begin(successor)).not.toBeNull();
});

test("whatever Braze answers and whenever pages come or processes die, cohort or attribute ends equal to the segment", async () => {
  const MODES: FaultMode[] = ["status", "drop_before", "drop_after", "half_answer", "latency"];
  const WAYS = [
    { kind: "cohort", identifierKind: "external_id" },
    { kind: "cohort", identifierKind: "external_id_or_device_id" },
    { kind: "attribute", identifierKind: "external_id" },
    { kind: "attribute", identifierKind: "alias", aliasLabel: "heap" },
  ] as const;
  const fault = fc.record({
    mode: fc.constantFrom(...MODES),
    status: fc.constantFrom(400, 423, 429, 503),
    latencyMs: fc.integer({ min: 0, max: 30 }),
  });
  const change = fc.record({
    from: fc.integer({ min: 0, max: 5_900 }),
    count: fc.integer({ min: 1, max: 1_500 }),
    isAdd: fc.boolean(),
    dies: fc.boolean(),
  });
  const everybody = numbered(6_000);
  let tsMs = Date.now();

  await fc.assert(
    fc.asyncProperty(
      fc.array(fault, { maxLength: 10 }),
      fc.array(change, { minLength: 1, maxLength: 3 }),
      fc.constantFrom(...WAYS),
      async (faults, changes, way) => {
        sandbox.state.faults.clear();
        destination = await createTestDestination(way);
        // As many calls for either kind.
        const perCall = maxMembersPerCall(way.kind, "external_id");
        const some = (from: number, count: number) =>
          everybody.slice((from * perCall) / 1_000, ((from + count) * perCall) / 1_000);
        const target = way.kind === "cohort" ? "braze.users" : "braze.track";
        const segmentId = await postPage(destination, { add: some(0, 4_500) }, tsMs++);
        for (const each of faults) sandbox.state.faults.add({ target, count: 1, ...each });

        for (const { from, count, isAdd, dies } of changes) {
          const syncId = await askSync(destination, segmentId);
          const slice = runSyncSlice(syncId);
          const named = some(from, count);
          await postPage(destination, isAdd ? { add: named } : { remove: named }, tsMs++);
          await slice;
          if (dies) await leaveCallBehind(syncId, segmentId, perCall);
          await passTime(syncId);
        }
        sandbox.state.faults.clear();
        // A 400 for a call with one member refuses that member for good, which is not tested here.
        await pool.query("UPDATE member SET refused = NULL WHERE segment_id = $1", [segmentId]);
        await runToEnd(await askSync(destination, segmentId));

        await expectEqualCohort(sandbox, destination, segmentId);
      },
    ),
    { numRuns: 16 },
  );
});

/** As a process does that dies during a call that Braze accepted: the push stays without a result. */
async function leaveCallBehind(syncId: string, segmentId: string, members: number): Promise<void> {
  const sliceId = randomUUID();
  const { rowCount } = await pool.query("UPDATE sync SET slice_id = $2 WHERE id = $1 AND state = 'running'", [
    syncId,
    sliceId,
  ]);
  const { rows } = await pool.query<{ userKey: string; wanted: boolean }>(
    `SELECT user_key AS "userKey", wanted FROM member
     WHERE segment_id = $1 AND acked IS DISTINCT FROM wanted AND refused IS NULL ORDER BY user_key LIMIT $2`,
    [segmentId, members],
  );
  if (!rowCount || rows.length === 0) return;

  await bookPush({ id: syncId, segmentId, sliceId }, rows);
  const { sent } = await membershipIn(sandbox, destination, segmentId);
  for (const wanted of [true, false]) {
    const keys = rows.filter((row) => row.wanted === wanted).map((row) => row.userKey);
    for (const entry of await entriesOf(segmentId, keys)) {
      if (wanted) sent.add(entry);
      else sent.delete(entry);
    }
  }
}
