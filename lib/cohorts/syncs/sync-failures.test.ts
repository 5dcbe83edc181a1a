import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { leaveSlicesOpen } from "@/tools/testing/leave-slices-open";
import {
  createTestDestination,
  postPage,
  readMembers,
  type TestDestination,
} from "@/tools/testing/make-destination";
import {
  askSync,
  cohortIn,
  expectEqualCohort,
  numbered,
  passTime,
  readSync,
  runToEnd,
  sentTo,
  untilSending,
  useSandbox,
} from "@/tools/testing/run-syncs";
import { bookPush } from "./book-push";
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
      await expectEqualCohort(sandbox, destination, segmentId);
      expect(await readSync(syncId)).toMatchObject({ state: "succeeded", failed_attempts: 0, error: null });
    },
  );

  test.each(["drop_before", "drop_after", "half_answer"] as const)("(%s) converges", async (mode) => {
    const segmentId = await postPage(destination, { add: ["a", "b"] });
    sandbox.state.faults.add({ target: "braze.users", mode, count: 1 });
    await runToEnd(await askSync(destination, segmentId));

    await expectEqualCohort(sandbox, destination, segmentId);
  });

  test("without an answer leaves its members unknown, so that one who has left since is removed", async () => {
    const segmentId = await postPage(destination, { add: ["a", "b"] });
    sandbox.state.faults.add({ target: "braze.users", mode: "drop_after", count: 1 });
    const syncId = await askSync(destination, segmentId);
    await runSyncSlice(syncId);
    expect(sentTo(sandbox, destination, segmentId)).toEqual(["a", "b"]);

    await postPage(destination, { remove: ["a"] });
    await runToEnd(syncId);

    expect(sentTo(sandbox, destination, segmentId)).toEqual(["b"]);
    await expectEqualCohort(sandbox, destination, segmentId);
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

test("a lost database connection takes the lock with it: the slice stops, the process lives, the cohort converges", async () => {
  const segmentId = await postPage(destination, { add: numbered(10_000) });
  sandbox.state.faults.add({ target: "braze.users", mode: "latency", latencyMs: 1_000, count: 4 });
  const syncId = await askSync(destination, segmentId);

  const running = runSyncSlice(syncId);
  await untilSending(segmentId, 4);
  await pool.query(
    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
  );

  expect(await running).toMatchObject({ done: false, calls: 4 });
  await runToEnd(syncId);
  await expectEqualCohort(sandbox, destination, segmentId);
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
      await bookPush({ id: syncId, segmentId, sliceId }, pushed);
      if (tookEffect)
        for (const { userKey } of pushed) cohortIn(sandbox, destination, segmentId).sent.add(userKey);
      await postPage(destination, { remove: ["a"] });

      const early = await runSyncSlice(syncId);
      expect(early).toMatchObject({ done: false, calls: 0 });
      expect(early.waitSeconds).toBeGreaterThan(0);

      await passTime(syncId);
      await runToEnd(syncId);
      expect(sentTo(sandbox, destination, segmentId)).toEqual(["b"]);
      await expectEqualCohort(sandbox, destination, segmentId);
      const { rows } = await pool.query(
        "SELECT state, words, user_keys FROM push WHERE sync_id = $1 ORDER BY id",
        [syncId],
      );
      expect(rows[0]).toMatchObject({
        state: "failed",
        words: expect.stringContaining("no record of a response"),
        user_keys: [],
      });
      expect(rows.at(-1)).toMatchObject({ state: "accepted", user_keys: [] });
    },
  );
});

test("a sync that ended the process again and again fails with what to do, keeps what is owed, and the next one works", async () => {
  const segmentId = await postPage(destination, { add: ["a", "b"] });
  const syncId = await askSync(destination, segmentId);
  await leaveSlicesOpen("sync", syncId);

  expect(await runSyncSlice(syncId)).toMatchObject({ done: true, calls: 0 });
  const { state, error } = await readSync(syncId);
  expect({ state, error }).toEqual({
    state: "failed",
    error: expect.stringMatching(/^This was interrupted 10 times in a row.* Ask the operator/),
  });

  await runToEnd(await askSync(destination, segmentId));
  await expectEqualCohort(sandbox, destination, segmentId);
});
