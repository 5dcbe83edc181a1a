import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { setSegmentIdentifier } from "@/lib/cohorts/segments/set-segment-identifier";
import { pool } from "@/lib/kernel/database";
import { configureWorkspace } from "@/sandbox/control/route";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import {
  createTestDestination,
  ctxOf,
  postPage,
  readMembers,
  type TestDestination,
} from "@/tools/testing/make-destination";
import { askSync, cohortIn, passTime, readSync, runToEnd, useSandbox } from "@/tools/testing/run-syncs";
import { beginPush } from "./begin-push";
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

const numbered = (count: number, prefix = "user") =>
  Array.from({ length: count }, (_, index) => `${prefix}-${String(index).padStart(6, "0")}`);
const sentTo = (segmentId: string) => [...cohortIn(sandbox, destination, segmentId).sent].sort();

async function expectEqualCohort(segmentId: string): Promise<void> {
  const members = await readMembers(segmentId);
  expect(sentTo(segmentId)).toEqual(members.wanted.filter((key) => !members.refused.includes(key)));
  expect(members.owed).toEqual([]);
  expect(members.counts).toEqual(members.realCounts);
}

describe("a sync", () => {
  test("makes the cohort equal to the segment, then sends only what changed", async () => {
    const segmentId = await postPage(destination, { name: "Trial", add: ["a", "b", "c"] });
    const first = await askSync(destination, segmentId);
    await runToEnd(first);

    await postPage(destination, { name: "Trial", add: ["d"], remove: ["a"] });
    const second = await askSync(destination, segmentId);
    await runToEnd(second);

    await expectEqualCohort(segmentId);
    expect(await readSync(first)).toMatchObject({
      state: "succeeded",
      owed_at_start: 3,
      added: 3,
      removed: 0,
    });
    expect(await readSync(second)).toMatchObject({
      state: "succeeded",
      owed_at_start: 2,
      added: 1,
      removed: 1,
    });
    expect(cohortIn(sandbox, destination, segmentId)).toMatchObject({
      name: "Trial",
      redundant: 0,
      calls: 2,
    });
    expect(sandbox.state.braze.violations.summary()).toEqual({});
  });

  test("of 120,500 first members takes 121 calls of at most 1,000 ids, each id once", async () => {
    const segmentId = await postPage(destination, { add: numbered(120_500) });

    await runToEnd(await askSync(destination, segmentId));

    const cohort = cohortIn(sandbox, destination, segmentId);
    expect(cohort).toMatchObject({ calls: 121, added: 120_500, redundant: 0 });
    expect(sandbox.state.braze.violations.summary()).toEqual({});
    await expectEqualCohort(segmentId);
  }, 120_000);

  test("keeps two segments with one name apart, and its cohort through a rename", async () => {
    const one = await postPage(destination, { segment: "1", name: "VIP", add: ["a"] });
    const two = await postPage(destination, { segment: "2", name: "VIP", add: ["b"] });
    await runToEnd(await askSync(destination, one));
    await runToEnd(await askSync(destination, two));

    await postPage(destination, { segment: "1", name: "Very important", add: ["c"] });
    await runToEnd(await askSync(destination, one));

    expect(cohortIn(sandbox, destination, one).names).toEqual(["VIP", "Very important"]);
    expect([sentTo(one), sentTo(two)]).toEqual([["a", "c"], ["b"]]);
  });

  test("continues while pages arrive, until nothing is owed", async () => {
    const segmentId = await postPage(destination, { task: "t", page: 1, total: 2, add: numbered(2_000) });
    const syncId = await askSync(destination, segmentId);

    const running = runToEnd(syncId);
    await postPage(destination, { add: ["a-late"], remove: numbered(500) });
    await running;
    await runToEnd(await askSync(destination, segmentId));

    await expectEqualCohort(segmentId);
  });

  test("run twice at once sends nothing twice", async () => {
    const segmentId = await postPage(destination, { add: numbered(10_000) });
    const syncId = await askSync(destination, segmentId);

    const slices = await Promise.all([runSyncSlice(syncId), runSyncSlice(syncId), runSyncSlice(syncId)]);
    await runToEnd(syncId);

    expect(slices.filter((slice) => slice.waitSeconds === 1)).toHaveLength(2);
    expect(cohortIn(sandbox, destination, segmentId)).toMatchObject({ calls: 10, redundant: 0 });
  });

  test("waits while another process holds the segment's lock, and continues when that process is gone", async () => {
    const segmentId = await postPage(destination, { add: ["a"] });
    const syncId = await askSync(destination, segmentId);
    const other = await pool.connect();
    await other.query("SELECT pg_advisory_lock(hashtextextended('sync ' || $1, 0))", [segmentId]);

    expect(await runSyncSlice(syncId)).toMatchObject({ done: false, waitSeconds: 1, calls: 0 });

    other.release(true);
    await runToEnd(syncId);
    expect(sentTo(segmentId)).toEqual(["a"]);
  });
});

test("a lost database connection takes the lock with it: the slice stops, the process lives, the cohort converges", async () => {
  const segmentId = await postPage(destination, { add: numbered(10_000) });
  sandbox.state.faults.add({ target: "braze.users", mode: "latency", latencyMs: 1_000, count: 4 });
  const syncId = await askSync(destination, segmentId);

  const running = runSyncSlice(syncId);
  await callsUnderWay(segmentId, 4);
  await pool.query(
    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
  );

  expect(await running).toMatchObject({ done: false, calls: 4 });
  await runToEnd(syncId);
  await expectEqualCohort(segmentId);
});

describe("a refused call", () => {
  test("is halved down to the members at fault, which get Braze's message; the others go through", async () => {
    const poison = ["user-000003", "user-000500", "user-001234"];
    configureWorkspace(sandbox.state.braze, { key: destination.workspaceKey, poison });
    const segmentId = await postPage(destination, { add: numbered(1_500) });
    const syncId = await askSync(destination, segmentId);
    await runToEnd(syncId);

    const members = await readMembers(segmentId);
    expect(members.refused).toEqual(poison);
    expect(members.rows.find((row) => row.refused)?.refused).toContain("not valid");
    expect(await readSync(syncId)).toMatchObject({
      state: "succeeded_with_errors",
      refused: 3,
      added: 1_497,
    });
    await expectEqualCohort(segmentId);

    configureWorkspace(sandbox.state.braze, { key: destination.workspaceKey, poison: [] });
    await postPage(destination, { remove: ["user-000003"] });
    await postPage(destination, { add: ["user-000003"] }, Date.now() + 10);
    await runToEnd(await askSync(destination, segmentId));
    expect((await readMembers(segmentId)).refused).toEqual(["user-000500", "user-001234"]);
    expect(sentTo(segmentId)).toContain("user-000003");
  });

  test("continues to be halved over several slices", async () => {
    const members = numbered(1_000);
    const poison = members.filter((_, index) => index % 25 === 7);
    configureWorkspace(sandbox.state.braze, { key: destination.workspaceKey, poison });
    const segmentId = await postPage(destination, { add: members });

    const slices = await runToEnd(await askSync(destination, segmentId));

    expect(slices.length).toBeGreaterThan(1);
    expect((await readMembers(segmentId)).refused).toEqual(poison);
    await expectEqualCohort(segmentId);
  });

  test("that is refused whatever its members ends the sync instead of trying everybody one by one", async () => {
    const segmentId = await postPage(destination, { add: numbered(5_000) });
    sandbox.state.faults.add({ target: "braze.users", mode: "status", status: 400, count: 100_000 });
    const syncId = await askSync(destination, segmentId);
    await runToEnd(syncId);

    const sync = await readSync(syncId);
    expect(sync).toMatchObject({ state: "failed" });
    expect(sync.error).toContain("refused each of the first");
    expect(sync.pushes).toBeLessThan(200);
  });
});

describe("a 401", () => {
  test.each([
    ["Invalid partner key", "partner key", "Whoever runs Tributary"],
    ["Invalid client secret", "Data Import Key", "Copy the current key"],
    ["Partner not enabled for client {client_secret}", "not enabled", "account manager"],
  ])(
    "'%s' ends the sync with its meaning and an alert that the next good sync resolves",
    async (message, meaning, action) => {
      const segmentId = await postPage(destination, { add: ["a"] });
      sandbox.state.faults.add({
        target: "braze.users",
        mode: "status",
        status: 401,
        count: 1,
        body: { message },
      });
      const syncId = await askSync(destination, segmentId);
      await runToEnd(syncId);

      const sync = await readSync(syncId);
      expect(sync.state).toBe("failed");
      expect(sync.error).toContain(meaning);
      expect(sync.error).not.toContain(destination.workspaceKey);
      const alerts = () =>
        pool.query(
          "SELECT kind, next_action, resolved_at IS NULL AS open FROM alert WHERE customer_id = $1",
          [destination.customerId],
        );
      expect((await alerts()).rows).toEqual([
        { kind: "braze_key_refused", next_action: expect.stringContaining(action), open: true },
      ]);
      expect((await readMembers(segmentId)).owed).toEqual(["a"]);

      await runToEnd(await askSync(destination, segmentId));
      expect((await alerts()).rows).toMatchObject([{ open: false }]);
      await expectEqualCohort(segmentId);
    },
  );

  test("does not happen without a key: the sync says what to enter", async () => {
    destination = await createTestDestination({ dataImportKey: null });
    const segmentId = await postPage(destination, { add: ["a"] });
    const syncId = await askSync(destination, segmentId);
    await runToEnd(syncId);
    expect((await readSync(syncId)).error).toContain("Data Import Key");

    destination = await createTestDestination({ brazeInstance: "EU-01" });
    const other = await postPage(destination, { add: ["a"] });
    const otherSyncId = await askSync(destination, other);
    await runToEnd(otherSyncId);
    expect(await readSync(otherSyncId)).toMatchObject({
      state: "failed",
      error: expect.stringContaining("BRAZE_PARTNER_KEY_EU"),
    });
  });
});

describe("a call that fails for a while", () => {
  test.each([423, 429, 500, 503])(
    "with %i is made again after a wait, and nothing is lost",
    async (status) => {
      const segmentId = await postPage(destination, { add: numbered(1_200) });
      const retryAfterSeconds = 40;
      sandbox.state.faults.add({
        target: "braze.users",
        mode: "status",
        status,
        count: 2,
        retryAfterSeconds,
      });
      const syncId = await askSync(destination, segmentId);

      const slice = await runSyncSlice(syncId);
      const again = await runSyncSlice(syncId);

      expect(slice).toMatchObject({ done: false, calls: 2 });
      expect(slice.waitSeconds).toBeGreaterThanOrEqual(40);
      expect(again).toMatchObject({ done: false, calls: 0 });
      expect(again.waitSeconds).toBeGreaterThan(30);
      expect(await readSync(syncId)).toMatchObject({ state: "running", failed_attempts: 1 });

      await runToEnd(syncId);
      await expectEqualCohort(segmentId);
      expect(await readSync(syncId)).toMatchObject({ state: "succeeded", failed_attempts: 0, error: null });
    },
  );

  test.each(["drop_before", "drop_after", "half_answer"] as const)("(%s) converges", async (mode) => {
    const segmentId = await postPage(destination, { add: ["a", "b"] });
    sandbox.state.faults.add({ target: "braze.users", mode, count: 1 });
    await runToEnd(await askSync(destination, segmentId));

    await expectEqualCohort(segmentId);
  });

  test("without an answer leaves its members unknown, so that one who has left since is removed", async () => {
    const segmentId = await postPage(destination, { add: ["a", "b"] });
    sandbox.state.faults.add({ target: "braze.users", mode: "drop_after", count: 1 });
    const syncId = await askSync(destination, segmentId);
    await runSyncSlice(syncId);
    expect(sentTo(segmentId)).toEqual(["a", "b"]);

    await postPage(destination, { remove: ["a"] });
    await runToEnd(syncId);

    expect(sentTo(segmentId)).toEqual(["b"]);
    await expectEqualCohort(segmentId);
  });

  test("for a day fails the sync; what is owed stays owed", async () => {
    const segmentId = await postPage(destination, { add: ["a"] });
    sandbox.state.faults.add({ target: "braze.users", mode: "status", status: 503, count: 2 });
    const syncId = await askSync(destination, segmentId);
    await runSyncSlice(syncId);
    await pool.query("UPDATE sync SET retry_at = NULL, started_at = now() - interval '25 h' WHERE id = $1", [
      syncId,
    ]);

    expect(await runSyncSlice(syncId)).toMatchObject({ done: true });
    expect(await readSync(syncId)).toMatchObject({ state: "failed" });
    expect((await readMembers(segmentId)).owed).toEqual(["a"]);
  });
});

describe("a process that died during a call", () => {
  test.each([true, false])(
    "is recovered from, whether Braze accepted the call (%s) or not",
    async (tookEffect) => {
      const segmentId = await postPage(destination, { add: ["a", "b"] });
      const syncId = await askSync(destination, segmentId);
      const sliceId = randomUUID();
      await pool.query("UPDATE sync SET state = 'running', slice_id = $2 WHERE id = $1", [syncId, sliceId]);
      const pushed = ["a", "b"].map((userKey) => ({ userKey, wanted: true }));
      await beginPush({ id: syncId, segmentId, sliceId }, pushed);
      if (tookEffect)
        for (const { userKey } of pushed) cohortIn(sandbox, destination, segmentId).sent.add(userKey);
      await postPage(destination, { remove: ["a"] });

      const early = await runSyncSlice(syncId);
      expect(early).toMatchObject({ done: false, calls: 0 });
      expect(early.waitSeconds).toBeGreaterThan(0);

      await passTime(syncId);
      await runToEnd(syncId);
      expect(sentTo(segmentId)).toEqual(["b"]);
      await expectEqualCohort(segmentId);
      const { rows } = await pool.query(
        "SELECT state, words, user_keys FROM push WHERE sync_id = $1 ORDER BY id",
        [syncId],
      );
      expect(rows[0]).toMatchObject({
        state: "failed",
        words: expect.stringContaining("no record of an answer"),
        user_keys: [],
      });
      expect(rows.at(-1)).toMatchObject({ state: "accepted", user_keys: [] });
    },
  );
});

describe("a resync", () => {
  test("pushes everybody again, those who left included", async () => {
    const segmentId = await postPage(destination, { add: ["a", "b"] });
    await postPage(destination, { remove: ["gone"] });
    await runToEnd(await askSync(destination, segmentId));
    const cohort = cohortIn(sandbox, destination, segmentId);
    cohort.sent.clear();
    cohort.sent.add("gone");

    await runToEnd(await askSync(destination, segmentId, "resync"));

    expect(sentTo(segmentId)).toEqual(["a", "b"]);
    await expectEqualCohort(segmentId);
  });

  test("requested during a call makes that call void", async () => {
    const segmentId = await postPage(destination, { add: ["a"] });
    sandbox.state.faults.add({ target: "braze.users", mode: "latency", latencyMs: 400, count: 1 });
    const syncId = await askSync(destination, segmentId);

    const slice = runSyncSlice(syncId);
    await callsUnderWay(segmentId, 1);
    await setSegmentIdentifier(ctxOf(), {
      ...destination,
      segmentId,
      identifierKind: "device_id",
      aliasLabel: null,
    });
    await slice;
    await runToEnd(syncId);

    expect(sentTo(segmentId)).toEqual(["a", "device:a"]);
    expect((await readMembers(segmentId)).owed).toEqual([]);
  });
});

async function callsUnderWay(segmentId: string, calls: number): Promise<void> {
  for (;;) {
    const { rowCount } = await pool.query("SELECT FROM push WHERE segment_id = $1 AND state = 'sending'", [
      segmentId,
    ]);
    if (rowCount === calls) return;
  }
}

test("aliases are sent with their label", async () => {
  const segmentId = await postPage(destination, { add: ["a"] });
  await setSegmentIdentifier(ctxOf(), {
    ...destination,
    segmentId,
    identifierKind: "alias",
    aliasLabel: "email",
  });

  await runToEnd(await askSync(destination, segmentId));

  expect(sentTo(segmentId)).toEqual(["alias:email:a"]);
});
