import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { setSegmentIdentifier } from "@/lib/cohorts/segments/set-segment-identifier";
import { pool } from "@/lib/kernel/database";
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
  expectEqualCohort,
  numbered,
  readSync,
  runToEnd,
  sentTo,
  untilSending,
  useSandbox,
} from "@/tools/testing/run-syncs";
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

describe("a sync", () => {
  test("that had nobody to send says how many users had no ID", async () => {
    const segmentId = await postPage(destination, { add: ["", "", " "] });
    const syncId = await askSync(destination, segmentId);
    await runToEnd(syncId);

    expect(await readSync(syncId)).toMatchObject({ state: "succeeded", owed_at_start: 0, untaken: 3 });
  });

  test("makes the cohort equal to the segment, then sends only what changed", async () => {
    const segmentId = await postPage(destination, { name: "Trial", add: ["a", "b", "c"] });
    const first = await askSync(destination, segmentId);
    await runToEnd(first);

    await postPage(destination, { name: "Trial", add: ["d"], remove: ["a"] });
    const second = await askSync(destination, segmentId);
    await runToEnd(second);

    await expectEqualCohort(sandbox, destination, segmentId);
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
    await expectEqualCohort(sandbox, destination, segmentId);
  });

  test("keeps two segments with one name apart, and its cohort through a rename", async () => {
    const one = await postPage(destination, { segment: "1", name: "VIP", add: ["a"] });
    const two = await postPage(destination, { segment: "2", name: "VIP", add: ["b"] });
    await runToEnd(await askSync(destination, one));
    await runToEnd(await askSync(destination, two));

    await postPage(destination, { segment: "1", name: "Very important", add: ["c"] });
    await runToEnd(await askSync(destination, one));

    expect(cohortIn(sandbox, destination, one).names).toEqual(["VIP", "Very important"]);
    expect([sentTo(sandbox, destination, one), sentTo(sandbox, destination, two)]).toEqual([
      ["a", "c"],
      ["b"],
    ]);
  });

  test("continues while pages arrive, until nothing is owed", async () => {
    const segmentId = await postPage(destination, { task: "t", page: 1, total: 2, add: numbered(2_000) });
    const syncId = await askSync(destination, segmentId);

    const running = runToEnd(syncId);
    await postPage(destination, { add: ["a-late"], remove: numbered(500) });
    await running;
    await runToEnd(await askSync(destination, segmentId));

    await expectEqualCohort(sandbox, destination, segmentId);
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
    expect(sentTo(sandbox, destination, segmentId)).toEqual(["a"]);
  });
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

    expect(sentTo(sandbox, destination, segmentId)).toEqual(["a", "b"]);
    await expectEqualCohort(sandbox, destination, segmentId);
  });

  test("requested during a call makes that call void", async () => {
    const segmentId = await postPage(destination, { add: ["a"] });
    sandbox.state.faults.add({ target: "braze.users", mode: "latency", latencyMs: 400, count: 1 });
    const syncId = await askSync(destination, segmentId);

    const slice = runSyncSlice(syncId);
    await untilSending(segmentId, 1);
    await setSegmentIdentifier(ctxOf(), {
      ...destination,
      segmentId,
      identifierKind: "device_id",
      aliasLabel: null,
    });
    await slice;
    await runToEnd(syncId);

    expect(sentTo(sandbox, destination, segmentId)).toEqual(["a", "device:a"]);
    expect((await readMembers(segmentId)).owed).toEqual([]);
  });
});

test("aliases are sent with their label", async () => {
  const segmentId = await postPage(destination, { add: ["a"] });
  await setSegmentIdentifier(ctxOf(), {
    ...destination,
    segmentId,
    identifierKind: "alias",
    aliasLabel: "email",
  });

  await runToEnd(await askSync(destination, segmentId));

  expect(sentTo(sandbox, destination, segmentId)).toEqual(["alias:email:a"]);
});
