import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { makeDryRun } from "@/lib/cohorts/dry-runs/make-dry-run";
import { pool } from "@/lib/kernel/database";
import { attributeOf } from "@/sandbox/braze/tracked-attributes";
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
  readSync,
  runToEnd,
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
  destination = await createTestDestination({ kind: "attribute" });
});

const configure = (settings: object) =>
  configureWorkspace(sandbox.state.braze, { key: destination.workspaceKey, ...settings });
const sync = async (segmentId: string) => {
  const syncId = await askSync(destination, segmentId);
  await runToEnd(syncId);
  return readSync(syncId);
};
const bodies = () =>
  sandbox.state.bodies.of(`braze/${destination.workspaceKey}`).map((text) => JSON.parse(text));

test("an attribute is true for a segment's members and false for who left: 75 in a call, changes only, nobody created", async () => {
  const segmentId = await postPage(destination, { add: numbered(200) });
  expect(await sync(segmentId)).toMatchObject({ state: "succeeded", added: 200, pushes: 3 });
  await postPage(destination, { remove: ["user-000007"] }, Date.now() + 10);
  expect(await sync(segmentId)).toMatchObject({ state: "succeeded", removed: 1, pushes: 1 });
  expect(await sync(segmentId)).toMatchObject({ state: "succeeded", pushes: 0 });

  expect(bodies().map(({ attributes }) => attributes.length)).toEqual([75, 75, 50, 1]);
  expect(bodies()[3]).toEqual({
    attributes: [{ external_id: "user-000007", _update_existing_only: true, heap_trial_users: false }],
  });
  expect(await membershipIn(sandbox, destination, segmentId)).toMatchObject({
    left: new Set(["user-000007"]),
    dataPoints: 201,
    redundant: 0,
  });
  await expectEqualCohort(sandbox, destination, segmentId);
});

test("the users whom Braze names by their index are refused in its words, the others are sent", async () => {
  configure({ poison: ["user-000003", "user-000070"], poisonAnswer: "index" });
  const segmentId = await postPage(destination, { add: numbered(80) });

  expect(await sync(segmentId)).toMatchObject({ state: "succeeded_with_errors", added: 78, refused: 2 });
  const { rows } = await readMembers(segmentId);
  expect(rows.find(({ key }) => key === "user-000070")?.refused).toBe("BLACKLISTED_EXTERNAL_USER_ID");
  await expectEqualCohort(sandbox, destination, segmentId, ["user-000003", "user-000070"]);
});

test("a segment keeps its attribute when it is renamed, and a second one of the same name gets another", async () => {
  const first = await postPage(destination, { segment: "7", add: ["a"] });
  await sync(first);
  await postPage(destination, { segment: "7", name: "Paying users", add: ["b"] }, Date.now() + 10);
  await sync(first);
  const other = await createTestDestination({ kind: "attribute" });
  const second = await postPage(destination, { segment: "8", add: ["c"] });
  await sync(second);

  const { rows } = await pool.query(
    "SELECT name, attribute_name FROM segment WHERE id = ANY($1) ORDER BY heap_segment_id",
    [[first, second]],
  );
  expect(rows).toEqual([
    { name: "Paying users", attribute_name: "heap_trial_users" },
    { name: "Trial users", attribute_name: "heap_trial_users_2" },
  ]);
  expect((await membershipIn(sandbox, destination, first)).sent).toEqual(new Set(["a", "b"]));
  expect((await membershipIn(sandbox, destination, second)).sent).toEqual(new Set(["c"]));
  // Another customer's names are their own.
  const theirs = await postPage(other, { add: ["a"] });
  await runToEnd(await askSync(other, theirs));
  expect(
    attributeOf(configureWorkspace(sandbox.state.braze, { key: other.workspaceKey }), "heap_trial_users")
      .calls,
  ).toBe(1);
});

test("as long as nobody knows what is left of the limit, one call at a time asks: slow answers do not make it spend the reserve", async () => {
  configure({ trackLimit: { calls: 20, seconds: 1_000_000_000 } });
  const segmentId = await postPage(destination, { add: numbered(40 * 75) });
  sandbox.state.faults.add({ target: "braze.track", mode: "latency", latencyMs: 400, count: 3 });

  expect(await runSyncSlice(await askSync(destination, segmentId))).toMatchObject({ done: false, calls: 18 });
});

test("when a tenth of Braze's limit is left, the syncs of all who use the key wait for the next window; none is refused", async () => {
  configure({ trackLimit: { calls: 20, seconds: 1_000_000_000 } });
  const segmentId = await postPage(destination, { segment: "7", add: numbered(40 * 75) });
  const other = await postPage(destination, { segment: "8", add: ["a"] });

  const syncId = await askSync(destination, segmentId);
  const slice = await runSyncSlice(syncId);
  const otherSyncId = await askSync(destination, other);
  const otherSlice = await runSyncSlice(otherSyncId);

  expect(slice).toMatchObject({ done: false, calls: 18 });
  expect(otherSlice).toMatchObject({ done: false, calls: 0 });
  for (const { waitSeconds } of [slice, otherSlice]) expect(waitSeconds).toBeGreaterThan(3_000);
  expect(await readSync(otherSyncId)).toMatchObject({
    state: "running",
    failed_attempts: 0,
    error: expect.stringContaining("Waiting: most of the calls"),
  });

  configure({ trackLimit: { calls: 3_000, seconds: 1_000_000_000 } });
  await pool.query("UPDATE call_budget SET ends_at = now()");
  await pool.query("UPDATE sync SET retry_at = NULL WHERE id = ANY($1)", [[syncId, otherSyncId]]);
  await runToEnd(syncId);
  await runToEnd(otherSyncId);
  expect(sandbox.state.braze.violations.count("rate_limited")).toBe(0);
  await expectEqualCohort(sandbox, destination, segmentId);
  await expectEqualCohort(sandbox, destination, other);
});

test.each(["moment", "past", "retry_after"])(
  "a limit whose end Braze tells as '%s' is waited for; nobody is lost or sent twice",
  async (resetHeader) => {
    configure({ trackLimit: { calls: 4, seconds: 1 }, resetHeader });
    const segmentId = await postPage(destination, { add: numbered(12 * 75) });
    const syncId = await askSync(destination, segmentId);
    for (let isDone = false; !isDone; ) {
      isDone = (await runSyncSlice(syncId)).done;
      await pool.query("UPDATE sync SET retry_at = NULL WHERE id = $1", [syncId]);
    }

    expect(await readSync(syncId)).toMatchObject({ state: "succeeded", added: 900 });
    expect((await membershipIn(sandbox, destination, segmentId)).redundant).toBe(0);
    await expectEqualCohort(sandbox, destination, segmentId);
  },
);

test("a key without the permission ends the sync with what to do; what is owed stays owed", async () => {
  configure({ mayTrack: false });
  const segmentId = await postPage(destination, { add: ["a"] });

  const { state, error } = await sync(segmentId);
  expect(state).toBe("failed");
  expect(error).toContain("lacks the permission users.track");
  expect((await readMembers(segmentId)).owed).toEqual(["a"]);
  const { rows } = await pool.query("SELECT kind FROM alert WHERE customer_id = $1 AND resolved_at IS NULL", [
    destination.customerId,
  ]);
  expect(rows).toEqual([{ kind: "braze_key_refused" }]);
});

test("users who are identified by device are not sent, and the sync says so", async () => {
  destination = await createTestDestination({ kind: "attribute", identifierKind: "device_id" });
  const segmentId = await postPage(destination, { add: ["a"] });

  expect(await sync(segmentId)).toMatchObject({ state: "failed", pushes: 0 });
  expect(bodies()).toEqual([]);
});

test("a dry run counts calls of 75 users, none for a name, data points and the wait for the limit, and says which key is missing", async () => {
  const segmentId = await postPage(destination, { add: numbered(151) });
  const { customerId } = destination;
  const dryRun = () => makeDryRun(ctxOf(), { customerId, segmentId, trigger: "manual" });
  expect(await dryRun()).toMatchObject({ adds: 151, pushes: 3, namesCohort: false, obstacles: [] });
  expect(await dryRun()).toMatchObject({ dataPoints: 151, waitSeconds: null });

  configure({ trackLimit: { calls: 20, seconds: 1_000_000_000 } });
  await sync(await postPage(destination, { segment: "8", name: "Others", add: numbered(18 * 75) }));
  const { waitSeconds } = await dryRun();
  expect(waitSeconds).toBeGreaterThan(3_000);

  await pool.query("UPDATE destination SET rest_api_key_enc = NULL WHERE id = $1", [
    destination.destinationId,
  ]);
  const { obstacles } = await dryRun();
  expect(obstacles[0]?.nextAction).toContain("users.track");
});

test("where the destination says so, who leaves loses the attribute; the prefix of new names is the destination's", async () => {
  await pool.query("UPDATE destination SET clears_leavers = true, attribute_prefix = 'acme_' WHERE id = $1", [
    destination.destinationId,
  ]);
  const segmentId = await postPage(destination, { add: ["a", "b"] });
  await sync(segmentId);
  await postPage(destination, { remove: ["a"] }, Date.now() + 10);
  expect(await sync(segmentId)).toMatchObject({ state: "succeeded", removed: 1 });

  expect(bodies().at(-1).attributes).toEqual([
    { external_id: "a", _update_existing_only: true, acme_trial_users: null },
  ]);
  expect(await membershipIn(sandbox, destination, segmentId)).toMatchObject({
    sent: new Set(["b"]),
    left: new Set(),
  });
  await expectEqualCohort(sandbox, destination, segmentId);
});

test("a resync sends everybody again, also who left as false", async () => {
  const segmentId = await postPage(destination, { add: numbered(80) });
  await sync(segmentId);
  await postPage(destination, { remove: ["user-000001"] }, Date.now() + 10);
  await sync(segmentId);

  const syncId = await askSync(destination, segmentId, "resync");
  await runToEnd(syncId);
  expect(await readSync(syncId)).toMatchObject({ state: "succeeded", added: 79, removed: 1 });
  expect(await membershipIn(sandbox, destination, segmentId)).toMatchObject({
    left: new Set(["user-000001"]),
  });
  await expectEqualCohort(sandbox, destination, segmentId);
});
