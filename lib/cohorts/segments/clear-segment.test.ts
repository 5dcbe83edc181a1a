import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { cancelSync } from "@/lib/cohorts/syncs/cancel-sync";
import { queueOwedSyncs } from "@/lib/cohorts/syncs/queue-owed-syncs";
import { runSyncSlice } from "@/lib/cohorts/syncs/run-sync-slice";
import { pool } from "@/lib/kernel/database";
import { configureWorkspace } from "@/sandbox/control/configure-workspace";
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
  expectEqualCohort,
  membershipIn,
  numbered,
  passTime,
  readSync,
  runToEnd,
  untilSending,
  useSandbox,
} from "@/tools/testing/run-syncs";
import { clearSegment } from "./clear-segment";
import { countClearing } from "./count-clearing";
import { setSegmentMode } from "./set-segment-mode";

let sandbox: Sandbox;
let destination: TestDestination;
beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  sandbox.state.faults.clear();
  destination = await createTestDestination({ kind: "attribute" });
});

const of = (segmentId: string) => ({ customerId: destination.customerId, segmentId });
const clear = async (segmentId: string) => (await clearSegment(ctxOf(), of(segmentId))).syncId;
const turnOn = (segmentId: string) => setSegmentMode(ctxOf(), { ...of(segmentId), mode: "manual" });
const configure = (settings: object) =>
  configureWorkspace(sandbox.state.braze, { key: destination.workspaceKey, ...settings });
const attributeIn = async (segmentId: string) => {
  const membership = await membershipIn(sandbox, destination, segmentId);
  const left = "left" in membership ? membership.left : new Set();
  return { true: membership.sent.size, false: (left as Set<string>).size };
};

async function makeSynced(count: number): Promise<string> {
  const segmentId = await postPage(destination, { add: numbered(count) });
  await runToEnd(await askSync(destination, segmentId));
  return segmentId;
}

test("clearing turns the segment off and takes the attribute away from everybody, also from who left; the count was shown", async () => {
  const segmentId = await makeSynced(200);
  await postPage(destination, { remove: ["user-000007"], add: ["late"] }, Date.now() + 10);
  await runToEnd(await askSync(destination, segmentId));
  await postPage(destination, { add: ["never-sent"] }, Date.now() + 20);
  expect(await countClearing(ctxOf(), of(segmentId))).toMatchObject({
    attributeName: "heap_trial_users",
    users: 201,
    calls: 3,
  });

  const syncId = await clear(segmentId);
  await runToEnd(syncId);

  expect(await readSync(syncId)).toMatchObject({
    state: "succeeded",
    trigger: "clear",
    removed: 201,
    owed_at_start: 201,
  });
  expect(await attributeIn(segmentId)).toEqual({ true: 0, false: 0 });
  expect(await countClearing(ctxOf(), of(segmentId))).toMatchObject({ users: 0 });
  const { rows } = await pool.query("SELECT mode, clear_asked_at FROM segment WHERE id = $1", [segmentId]);
  expect(rows).toEqual([{ mode: "off", clear_asked_at: null }]);
  const { counts, realCounts } = await readMembers(segmentId);
  expect(counts).toEqual(realCounts);
  await expect(clear(segmentId)).rejects.toThrow("there is nothing to remove");
});

test("what Heap wants is kept: turned on again, everybody is sent again", async () => {
  const segmentId = await makeSynced(100);
  await runToEnd(await clear(segmentId));
  await postPage(destination, { remove: ["user-000001"] }, Date.now() + 10);
  await turnOn(segmentId);
  await runToEnd(await askSync(destination, segmentId));
  await expectEqualCohort(sandbox, destination, segmentId);
});

test("a sync under way is taken over: none of its calls follows the clearing", async () => {
  const segmentId = await postPage(destination, { add: numbered(1_000) });
  sandbox.state.faults.add({ target: "braze.track", mode: "latency", latencyMs: 1_000, count: 5 });
  const syncId = await askSync(destination, segmentId);
  const underWay = runSyncSlice(syncId);
  await untilSending(segmentId, 4);
  expect(await clear(segmentId)).toBe(syncId);
  await underWay;
  await runToEnd(syncId);
  expect(await attributeIn(segmentId)).toEqual({ true: 0, false: 0 });
  expect(sandbox.state.braze.violations.count("id_in_two_calls")).toBe(0);
});

test("turned on again in the middle, the segment is whole again", async () => {
  const segmentId = await makeSynced(1_000);
  const syncId = await clear(segmentId);
  sandbox.state.faults.add({ target: "braze.track", mode: "latency", latencyMs: 1_000, count: 4 });
  const underWay = runSyncSlice(syncId);
  await untilSending(segmentId, 4);
  await turnOn(segmentId);
  await underWay;
  await runToEnd(syncId);
  await expectEqualCohort(sandbox, destination, segmentId);
});

test("users of whom Braze refuses to take it away are marked, and do not hold up the others; turned on, they are sent again", async () => {
  const segmentId = await makeSynced(80);
  configure({ poison: ["user-000003"], poisonAnswer: "index" });
  const syncId = await clear(segmentId);
  await runToEnd(syncId);
  expect(await readSync(syncId)).toMatchObject({ state: "succeeded_with_errors", removed: 79, refused: 1 });
  expect((await readMembers(segmentId)).refused).toEqual(["user-000003"]);

  configure({ poison: [] });
  await turnOn(segmentId);
  await runToEnd(await askSync(destination, segmentId));
  await expectEqualCohort(sandbox, destination, segmentId);
});

test("after a pause the clearing goes on; one that a person cancelled does not", async () => {
  const { customerId, destinationId } = destination;
  const pause = (isPaused: boolean) =>
    pool.query("UPDATE destination SET paused_at = CASE WHEN $2 THEN now() END WHERE id = $1", [
      destinationId,
      isPaused,
    ]);
  const segmentId = await makeSynced(80);
  const syncId = await clear(segmentId);
  await pause(true);
  await runToEnd(syncId);
  expect(await readSync(syncId)).toMatchObject({ state: "cancelled" });
  await pause(false);
  const [queued] = await queueOwedSyncs(customerId);
  expect(queued).toMatchObject({ segmentId });

  await cancelSync(ctxOf(), { customerId, syncId: queued?.syncId ?? "" });
  expect(await queueOwedSyncs(customerId)).toEqual([]);
  expect(await attributeIn(segmentId)).toEqual({ true: 80, false: 0 });
});

test("a cohort cannot be cleared, and a segment that was never sent has nothing to take away", async () => {
  const never = await postPage(destination, { add: ["a"] });
  await expect(clear(never)).rejects.toThrow("there is nothing to remove");
  destination = await createTestDestination();
  const cohort = await postPage(destination, { add: ["a"] });
  await expect(clear(cohort)).rejects.toThrow("Braze has no way to empty a cohort");
});

test("whatever pages, failures, clearing and turning on come in between, the end is the segment; cleared, it is nobody", async () => {
  const users = numbered(160);
  const step = fc.oneof(
    fc.record({
      kind: fc.constant("page" as const),
      add: fc.subarray(users),
      remove: fc.subarray(users, { maxLength: 20 }),
    }),
    fc.record({
      kind: fc.constantFrom("clear" as const, "on" as const, "slice" as const, "resync" as const),
    }),
    fc.record({
      kind: fc.constant("fault" as const),
      mode: fc.constantFrom("status" as const, "drop_after" as const),
    }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 4, maxLength: 14 }),
      fc.boolean(),
      async (steps, clearsLeavers) => {
        sandbox.state.faults.clear();
        destination = await createTestDestination({ kind: "attribute" });
        await pool.query("UPDATE destination SET clears_leavers = $2 WHERE id = $1", [
          destination.destinationId,
          clearsLeavers,
        ]);
        let tsMs = Date.now();
        const segmentId = await postPage(destination, { add: users.slice(0, 3) }, tsMs);
        let syncId: string | null = null;
        const ask = async (wish: () => Promise<string>) => {
          try {
            syncId = await wish();
          } catch (err) {
            if (!(err instanceof Error) || err.name !== "TributaryError") throw err;
          }
        };
        for (const one of steps) {
          if (one.kind === "page") {
            const remove = one.remove.filter((key) => !one.add.includes(key));
            await postPage(destination, { add: one.add, remove }, ++tsMs);
          } else if (one.kind === "fault") {
            sandbox.state.faults.add({ target: "braze.track", mode: one.mode, status: 503, count: 1 });
          } else if (one.kind === "clear") await ask(() => clear(segmentId));
          else if (one.kind === "on") await turnOn(segmentId);
          else if (one.kind === "resync") await ask(() => askSync(destination, segmentId, "resync"));
          else {
            await ask(() => askSync(destination, segmentId));
            if (syncId) {
              await runSyncSlice(syncId);
              await passTime(syncId);
            }
          }
        }
        sandbox.state.faults.clear();
        await turnOn(segmentId);
        await runToEnd(await askSync(destination, segmentId));
        await expectEqualCohort(sandbox, destination, segmentId);
        if ((await countClearing(ctxOf(), of(segmentId))).users === 0) return;
        await runToEnd(await clear(segmentId));
        expect(await attributeIn(segmentId)).toEqual({ true: 0, false: 0 });
      },
    ),
    { numRuns: 12, endOnFailure: true },
  );
});
