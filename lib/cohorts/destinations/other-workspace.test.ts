import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { showSegment } from "@/lib/cohorts/segments/show-segment";
import { runSyncSlice } from "@/lib/cohorts/syncs/run-sync-slice";
import { prisma } from "@/lib/kernel/database";
import { createConnectLink } from "@/lib/setup/connect-links/create-connect-link";
import { brazeKeyOf } from "@/lib/setup/destinations/key-columns";
import { configureWorkspace } from "@/sandbox/control/configure-workspace";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { enterByLink } from "@/tools/testing/enter-by-link";
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
import { updateDestination } from "./update-destination";

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

/** A segment whose three members are in Braze, and one who was and has left. */
async function sendSegment(name = "Trial"): Promise<string> {
  const segmentId = await postPage(destination, { segment: name, name, add: ["a", "b", "c", "d"] });
  await runToEnd(await askSync(destination, segmentId));
  await postPage(destination, { segment: name, name, remove: ["d"] }, Date.now() + 10);
  await runToEnd(await askSync(destination, segmentId));
  await expectEqualCohort(sandbox, destination, segmentId);
  return segmentId;
}

const change = async (
  fields: Omit<Parameters<typeof updateDestination>[1], "customerId" | "destinationId" | "version">,
) => {
  const { customerId, destinationId } = destination;
  const { version } = await prisma.destination.findUniqueOrThrow({ where: { id: destinationId } });
  return updateDestination(ctxOf(), { customerId, destinationId, version, ...fields });
};

const show = (segmentId: string) =>
  showSegment(ctxOf("viewer"), { customerId: destination.customerId, segmentId });

const newKey = () => `sandbox-${randomUUID()}`;

test("a key for another workspace forgets what was sent and named in every segment: the new one gets everybody, under the name", async () => {
  const segmentIds = [await sendSegment("One"), await sendSegment("Two")];
  const before = destination;
  await change({ dataImportKey: newKey(), sameWorkspace: false });

  for (const segmentId of segmentIds) {
    expect(await show(segmentId)).toMatchObject({ acked: 0, owed: 4, cohortName: null, cohortNamedAt: null });
  }
  destination = { ...before, workspaceKey: await storedKey() };
  for (const segmentId of segmentIds) {
    await runToEnd(await askSync(destination, segmentId));
    await expectEqualCohort(sandbox, destination, segmentId);
    expect(cohortIn(sandbox, destination, segmentId).name).toMatch(/One|Two/);
    expect(sentTo(sandbox, before, segmentId)).toEqual(["a", "b", "c"]);
  }
  const [entry] = await prisma.auditEntry.findMany({
    where: { customerId: destination.customerId, action: "destination.updated" },
  });
  expect(entry?.after).toMatchObject({ dataImportKey: "replaced", workspace: "another" });
});

test("a new key of which nobody says that it is for the same workspace is taken for one of another", async () => {
  const segmentId = await sendSegment();
  await change({ dataImportKey: newKey() });
  expect(await show(segmentId)).toMatchObject({ acked: 0, owed: 4, cohortName: null });
});

test("a new key for the same workspace, or the same key again, forgets nothing", async () => {
  const segmentId = await sendSegment();
  await change({ dataImportKey: newKey(), sameWorkspace: true });
  expect(await show(segmentId)).toMatchObject({ acked: 3, owed: 0, cohortName: "Trial" });

  await change({ dataImportKey: await storedKey() });
  expect(await show(segmentId)).toMatchObject({ acked: 3, owed: 0, cohortName: "Trial" });
});

test("another instance is another workspace", async () => {
  const segmentId = await sendSegment();
  await change({ brazeInstance: "US-03" });
  expect(await show(segmentId)).toMatchObject({ acked: 0, owed: 4, cohortName: null });
});

test("a key called one for the same workspace, whose workspace does not know the cohort, leads to the same", async () => {
  const segmentId = await sendSegment();
  const key = newKey();
  configureWorkspace(sandbox.state.braze, { key, needsName: true });
  await change({ dataImportKey: key, sameWorkspace: true });
  destination = { ...destination, workspaceKey: key };

  await postPage(destination, { segment: "Trial", name: "Trial", add: ["e"] }, Date.now() + 20);
  const syncId = await askSync(destination, segmentId);
  await runToEnd(syncId);
  expect(await readSync(syncId)).toMatchObject({ state: "succeeded" });
  await expectEqualCohort(sandbox, destination, segmentId);
  expect(sentTo(sandbox, destination, segmentId)).toEqual(["a", "b", "c", "e"]);
});

test("a sync at work when the workspace changes books nothing of the old one, and goes on with the new one", async () => {
  const old = destination;
  const segmentId = await postPage(destination, { add: numbered(2_500) });
  sandbox.state.faults.add({ target: "braze.users", mode: "latency", latencyMs: 1_500, count: 4 });
  const syncId = await askSync(destination, segmentId);
  const slice = runSyncSlice(syncId);
  await untilSending(segmentId, 1);
  await change({ dataImportKey: newKey() });
  await slice;
  expect((await readMembers(segmentId)).owed).toHaveLength(2_500);

  destination = { ...old, workspaceKey: await storedKey() };
  await runToEnd(syncId);
  await expectEqualCohort(sandbox, destination, segmentId);
});

test("what Braze proved and measured counts for its workspace only", async () => {
  const segmentId = await sendSegment();
  const { customerId, destinationId } = destination;
  const counts = { population: 3, sampled: 3, asked: 3, known: 3 };
  await prisma.matchCheck.create({
    data: {
      ...{ customerId, destinationId, segmentId, ...counts },
      trigger: "manual",
      state: "succeeded",
      requestedBy: "Ada",
      identifierKind: "external_id",
      finishedAt: new Date(),
    },
  });
  await prisma.check.create({ data: { customerId, destinationId, kind: "first_members_accepted" } });
  expect((await show(segmentId)).lastMatch).toMatchObject({ isOutdated: false });

  await change({ dataImportKey: newKey(), sameWorkspace: false });
  expect((await show(segmentId)).lastMatch).toMatchObject({ isOutdated: true });
  expect(await prisma.check.count({ where: { destinationId } })).toBe(0);
});

test("a key entered through a connect link asks the same, with the same default", async () => {
  const segmentId = await sendSegment();
  const { customerId, destinationId } = destination;
  const enter = async (sameWorkspace?: boolean) => {
    const { url } = await createConnectLink(ctxOf(), { customerId, destinationId });
    const entered = { dataImportKey: newKey(), ...(sameWorkspace !== undefined && { sameWorkspace }) };
    return enterByLink(url.split("/").at(-1) ?? "", entered, "10.0.0.1");
  };
  expect(await enter(true)).toMatchObject({ isSaved: true });
  expect(await show(segmentId)).toMatchObject({ acked: 3, owed: 0, cohortName: "Trial" });

  expect(await enter()).toMatchObject({ isSaved: true });
  expect(await show(segmentId)).toMatchObject({ acked: 0, owed: 4, cohortName: null });
});

async function storedKey(): Promise<string> {
  const row = await prisma.destination.findUniqueOrThrow({ where: { id: destination.destinationId } });
  return brazeKeyOf(row) ?? "";
}
