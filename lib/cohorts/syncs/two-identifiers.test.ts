import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { updateDestination } from "@/lib/cohorts/destinations/update-destination";
import { makeDryRun } from "@/lib/cohorts/dry-runs/make-dry-run";
import { setSegmentIdentifier } from "@/lib/cohorts/segments/set-segment-identifier";
import { showSegment } from "@/lib/cohorts/segments/show-segment";
import { knownMembers } from "@/sandbox/braze/membership";
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
  cohortIn,
  expectEqualCohort,
  numbered,
  readSync,
  runToEnd,
  sentTo,
  useSandbox,
} from "@/tools/testing/run-syncs";

let sandbox: Sandbox;
let destination: TestDestination;
beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  sandbox.state.faults.clear();
  destination = await createTestDestination({ identifierKind: "external_id_or_device_id" });
});

const configure = (settings: Record<string, unknown>) =>
  configureWorkspace(sandbox.state.braze, { key: destination.workspaceKey, ...settings });

async function sync(segmentId: string, trigger: "manual" | "resync" = "manual") {
  const syncId = await askSync(destination, segmentId, trigger);
  await runToEnd(syncId);
  return readSync(syncId);
}

const later = (seconds: number) => Date.now() + seconds * 1_000;

test("each member enters and leaves under both identifiers, and Braze has those it knows by either", async () => {
  configure({ known: { userIds: ["ada"] }, knownDevices: { userIds: ["phone-1"] } });
  const segmentId = await postPage(destination, { add: ["ada", "phone-1", "nobody", "gone"] });
  await sync(segmentId);

  expect([...knownMembers(cohortIn(sandbox, destination, segmentId))].sort()).toEqual([
    "ada",
    "device:phone-1",
  ]);
  await expectEqualCohort(sandbox, destination, segmentId);

  await postPage(destination, { remove: ["gone"] }, later(1));
  expect(await sync(segmentId)).toMatchObject({ state: "succeeded", added: 0, removed: 1, pushes: 1 });
  expect(sentTo(sandbox, destination, segmentId)).toHaveLength(6);
  await expectEqualCohort(sandbox, destination, segmentId);
});

test("a call holds at most 500 members, because Braze counts each twice; a dry run says how many calls", async () => {
  const segmentId = await postPage(destination, { add: numbered(2_100) });
  const { customerId } = destination;
  const dryRun = await makeDryRun(ctxOf(), { customerId, segmentId, trigger: "manual" });
  expect(dryRun).toMatchObject({ adds: 2_100, after: 2_100, pushes: 5 });

  expect(await sync(segmentId)).toMatchObject({ state: "succeeded", added: 2_100, refused: 0, pushes: 5 });
  expect(cohortIn(sandbox, destination, segmentId)).toMatchObject({ calls: 5, added: 4_200, redundant: 0 });
  expect(sandbox.state.braze.violations.count("id_twice_in_call")).toBe(0);
  await expectEqualCohort(sandbox, destination, segmentId);
});

test("members of a call without an answer stay owed and are sent again under both", async () => {
  const segmentId = await postPage(destination, { add: ["a", "b"] });
  sandbox.state.faults.add({ target: "braze.users", mode: "drop_after", count: 1 });
  await sync(segmentId);

  expect(cohortIn(sandbox, destination, segmentId)).toMatchObject({ calls: 2, added: 4, redundant: 4 });
  await expectEqualCohort(sandbox, destination, segmentId);
  await sync(segmentId, "resync");
  await expectEqualCohort(sandbox, destination, segmentId);
});

test("a destination that gets a second identifier sends everybody again under both; a segment with its own is left alone", async () => {
  destination = await createTestDestination();
  const { customerId, destinationId } = destination;
  const segmentId = await postPage(destination, { add: ["a"] });
  const own = await postPage(destination, { segment: "8", add: ["a"] });
  const identifier = { identifierKind: "device_id", aliasLabel: null } as const;
  await setSegmentIdentifier(ctxOf(), { customerId, segmentId: own, ...identifier });
  for (const each of [segmentId, own]) await sync(each);

  const change = { version: 1, identifierKind: "external_id_or_device_id" } as const;
  await updateDestination(ctxOf(), { customerId, destinationId, ...change });
  expect(await showSegment(ctxOf(), { customerId, segmentId })).toMatchObject({ acked: 0, owed: 1 });
  expect(await showSegment(ctxOf(), { customerId, segmentId: own })).toMatchObject({ acked: 1, owed: 0 });
  await sync(segmentId);
  expect(sentTo(sandbox, destination, segmentId)).toEqual(["a", "device:a"]);
  expect(sentTo(sandbox, destination, own)).toEqual(["device:a"]);
});

test("a single segment may have two identifiers, and going back to one makes everybody owed again", async () => {
  destination = await createTestDestination();
  const { customerId } = destination;
  const segmentId = await postPage(destination, { add: ["a"] });
  const wish = { customerId, segmentId, aliasLabel: null };
  await setSegmentIdentifier(ctxOf(), { ...wish, identifierKind: "external_id_or_device_id" });
  await sync(segmentId);
  await expectEqualCohort(sandbox, destination, segmentId);

  await setSegmentIdentifier(ctxOf(), { ...wish, identifierKind: null });
  expect((await readMembers(segmentId)).owed).toEqual(["a"]);
  await sync(segmentId);
  // Braze has no call to empty a cohort: what was sent as a device id stays.
  expect(sentTo(sandbox, destination, segmentId)).toEqual(["a", "device:a"]);
});

describe("when Braze refuses one of the two identifiers", () => {
  const REFUSED = "user-000007";

  test.each(["400", "index", "words", "unnamed"])(
    "(%s) the member is refused and the others arrive",
    async (poisonAnswer) => {
      configure({ poison: [`device:${REFUSED}`], poisonAnswer });
      const segmentId = await postPage(destination, { add: numbered(40) });

      expect(await sync(segmentId)).toMatchObject({ state: "succeeded_with_errors", added: 39, refused: 1 });
      const members = await readMembers(segmentId);
      expect(members).toMatchObject({ refused: [REFUSED], owed: [], counts: members.realCounts });
      const sent = sentTo(sandbox, destination, segmentId).filter((entry) => !entry.endsWith(REFUSED));
      expect(sent).toHaveLength(78);
    },
  );

  test("and takes the other one, the member leaves under both when Heap says so", async () => {
    const segmentId = await postPage(destination, { add: ["a", "b"] });
    await sync(segmentId);
    await postPage(destination, { remove: ["a"] }, later(1));
    await sync(segmentId);

    configure({ poison: ["device:a"], poisonAnswer: "index" });
    await postPage(destination, { add: ["a"] }, later(2));
    await sync(segmentId);
    expect(sentTo(sandbox, destination, segmentId)).toEqual(["a", "b", "device:b"]);

    configure({ poison: [] });
    await postPage(destination, { remove: ["a"] }, later(3));
    await sync(segmentId);
    await expectEqualCohort(sandbox, destination, segmentId);
  });

  test("of somebody who leaves, they are sent again under both when they enter again", async () => {
    const segmentId = await postPage(destination, { add: ["a", "b"] });
    await sync(segmentId);
    configure({ poison: ["device:a"], poisonAnswer: "words" });
    await postPage(destination, { remove: ["a"] }, later(1));
    await sync(segmentId);
    expect(sentTo(sandbox, destination, segmentId)).toEqual(["b", "device:a", "device:b"]);

    configure({ poison: [] });
    await postPage(destination, { add: ["a"] }, later(2));
    await sync(segmentId);
    await expectEqualCohort(sandbox, destination, segmentId);
  });
});
