import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { pool, prisma } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { ctxOf } from "@/tools/testing/make-destination";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import { carryOut, deletionOf, mergeOf, requestOf, runDeletion } from "@/tools/testing/run-deletions";
import { eventOf } from "@/tools/testing/run-erasures";
import { useSandbox } from "@/tools/testing/run-syncs";
import { approveDeletionRequest } from "./approve-deletion-request";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());

let appNumber = 9_700;
let source: TestSource;
let customerId: string;
let heapAppId: string;
/** A second Heap app. */
let otherAppId: string;

beforeEach(async () => {
  [heapAppId, otherAppId] = [String(++appNumber), String(++appNumber)];
  source = await makeSource({ heapAppId });
  customerId = source.customerId;
  await carryOut(source, heapAppId);
});

const inHeap = (appId: string) => [...(sandbox.state.heap.apps.get(appId)?.identities ?? [])].sort();

async function post(to: TestSource, ...events: unknown[]): Promise<void> {
  await sendBatch(to, events);
  for (const appId of [heapAppId, otherAppId]) await forwardSlice(`sandbox:${appId}`);
}

async function setHeapApp(sourceId: string, appId: string): Promise<void> {
  await prisma.source.update({
    where: { id: sourceId },
    data: { heapAppId: appId, heapApp: `sandbox:${appId}` },
  });
}

/** Braze asks for the deletion, and it is carried out. */
async function deleteByRequest(brazeId: string): Promise<void> {
  await post(source, deletionOf(brazeId));
  await runDeletion((await requestOf(customerId)).id);
}

/** The steps in Heap: state, name and words. */
async function heapSteps() {
  const steps = await prisma.deletionStep.findMany({
    where: { customerId, party: "heap" },
    orderBy: { name: "asc" },
    select: { state: true, name: true, words: true },
  });
  return steps;
}

test("after a change of the identity field the user is deleted in Heap by both ids", async () => {
  await post(source, eventOf("ada", "b-ada"));
  await prisma.source.update({ where: { id: source.id }, data: { identityField: "user_id" } });
  await post(source, eventOf("ada", "b-ada"), eventOf("ben", "b-ben"));
  expect(inHeap(heapAppId)).toEqual(["ada", "b-ada", "b-ben"]);

  await deleteByRequest("b-ada");
  expect(inHeap(heapAppId)).toEqual(["b-ben"]);
  expect(await requestOf(customerId)).toMatchObject({ state: "done", idsEnc: null });
});

test("after a change of the Heap app the request is done only when the user is deleted in both", async () => {
  await post(source, eventOf("ada", "b-ada"), eventOf("ben", "b-ben"));
  await setHeapApp(source.id, otherAppId);
  await carryOut(source, otherAppId);
  await post(source, eventOf("ada", "b-ada"));

  await deleteByRequest("b-ada");
  expect(inHeap(otherAppId)).toEqual([]);
  expect(inHeap(heapAppId)).toEqual(["ada", "ben"]);
  expect(await requestOf(customerId)).toMatchObject({ state: "failed" });
  expect(await heapSteps()).toMatchObject([
    {
      state: "failed",
      name: expect.stringContaining(`${heapAppId}, which`),
      words: expect.stringContaining("by hand"),
    },
    { state: "done" },
  ]);

  const old = await makeSource({ heapAppId, customerId });
  await carryOut(old, heapAppId);
  const deletionRequestId = (await requestOf(customerId)).id;
  await approveDeletionRequest(ctxOf("admin"), { customerId, deletionRequestId });
  await runDeletion(deletionRequestId);
  expect(inHeap(heapAppId)).toEqual(["ben"]);
  expect(await requestOf(customerId)).toMatchObject({ state: "done", idsEnc: null });
});

test("an earlier Heap app to which the user is not known to have been sent is left to a person, never done", async () => {
  await post(source, eventOf("ben", "b-ben"));
  await setHeapApp(source.id, otherAppId);
  await carryOut(source, otherAppId);
  await post(source, eventOf("ada", "b-ada"));

  await deleteByRequest("b-ada");
  expect(await heapSteps()).toMatchObject([
    { state: "left", words: expect.stringContaining("ask the customer to check") },
    { state: "done" },
  ]);
});

test("a replay to another Heap app does not hide where the event was sent first", async () => {
  await post(source, eventOf("ada", "b-ada"));
  await setHeapApp(source.id, otherAppId);
  await carryOut(source, otherAppId);
  await post(source, eventOf("ben", "b-ben"));
  const later = await prisma.delivery.findFirstOrThrow({ where: { heapApp: `sandbox:${otherAppId}` } });
  await pool.query("UPDATE event SET delivery_id = $2 WHERE source_id = $1 AND identity = 'ada'", [
    source.id,
    later.id,
  ]);

  await deleteByRequest("b-ada");
  expect(await heapSteps()).toMatchObject([{ state: "left" }, { state: "done" }]);
});

test("a source whose bodies are pruned is found by its events", async () => {
  const second = await makeSource({ heapAppId: otherAppId, customerId });
  await carryOut(second, otherAppId);
  await post(second, eventOf("ada", "b-ada"));
  await post(source, eventOf("ada", "b-ada"));
  await prisma.batch.updateMany({ where: { sourceId: second.id }, data: { body: null } });

  await deleteByRequest("b-ada");
  expect([...inHeap(heapAppId), ...inHeap(otherAppId)]).toEqual([]);
  expect(await requestOf(customerId)).toMatchObject({ state: "done" });
});

test("without a known external id every app that takes external ids is left to a person", async () => {
  const second = await makeSource({ heapAppId: otherAppId, customerId });
  await carryOut(second, otherAppId);
  await prisma.source.update({ where: { id: source.id }, data: { identityField: "user_id" } });
  await post(source, eventOf("ada", "b-ada"));
  await post(second, eventOf("ada", "b-ada"));
  await prisma.batch.updateMany({ where: { customerId }, data: { body: null } });

  await deleteByRequest("b-ada");
  expect(inHeap(heapAppId)).toEqual([]);
  expect(await heapSteps()).toMatchObject([
    { state: "done" },
    { state: "left", words: expect.stringContaining("the external ID under which Heap has the user") },
  ]);
});

test("of a user who was merged into this one the merge says the external id, also when the bodies are pruned", async () => {
  await post(source, eventOf("old-ada", "b-old"), eventOf("other", "b-other"));
  await post(source, {
    ...mergeOf("b-old", "b-ada"),
    user: { user_id: "b-old", external_user_id: "old-ada" },
  });
  await prisma.batch.updateMany({ where: { customerId }, data: { body: null } });
  await post(source, eventOf("ada", "b-ada"));

  await deleteByRequest("b-ada");
  expect(inHeap(heapAppId)).toEqual(["other"]);
  expect(await heapSteps()).toMatchObject([{ state: "done" }]);
});

test("an external id of a merged user is not taken for the user's own: without that, what is left is said", async () => {
  await post(source, eventOf("ada", "b-ada"));
  await prisma.batch.updateMany({ where: { customerId }, data: { body: null } });
  await post(source, eventOf("old-ada", "b-old"), mergeOf("b-old", "b-ada"));

  await deleteByRequest("b-ada");
  expect(inHeap(heapAppId)).toEqual(["ada"]);
  expect(await heapSteps()).toMatchObject([{ state: "left" }]);
});

test("an id that the source allows although it looks like a placeholder is a person's", async () => {
  await prisma.source.update({ where: { id: source.id }, data: { allowedIdentities: ["guest"] } });
  await post(source, eventOf("guest", "b-guest"), eventOf("ben", "b-ben"));
  await deleteByRequest("b-guest");
  expect(inHeap(heapAppId)).toEqual(["ben"]);
  await post(source, eventOf("guest", "b-new"));
  expect(inHeap(heapAppId)).toEqual(["ben"]);
});

test("an id that another source takes for a placeholder and others carry there stops the deletion", async () => {
  const second = await makeSource({ heapAppId: otherAppId, customerId });
  await prisma.source.update({ where: { id: source.id }, data: { allowedIdentities: ["guest"] } });
  await post(source, eventOf("guest", "b-guest"));
  await post(second, eventOf("guest", "b-other"));
  await deleteByRequest("b-guest");
  expect(await requestOf(customerId)).toMatchObject({
    state: "failed",
    words: expect.stringContaining("also belongs to another"),
  });
  expect(inHeap(heapAppId)).toEqual(["guest"]);
});

test("an id that the source takes for a placeholder is nobody's, and stops no deletion", async () => {
  await prisma.source.update({ where: { id: source.id }, data: { placeholders: ["kiosk"] } });
  await post(source, eventOf("kiosk", "b-kim"), eventOf("kim", "b-kim"), eventOf("kiosk", "b-ben"));
  await deleteByRequest("b-kim");
  expect(await requestOf(customerId)).toMatchObject({ state: "done" });
  expect(inHeap(heapAppId)).toEqual([]);
});

test("a Braze ID with several external IDs is no single person: nobody is deleted, and a person looks", async () => {
  await post(source, eventOf("ada", "b-shared"), eventOf("ben", "b-shared"));
  await deleteByRequest("b-shared");
  expect(await requestOf(customerId)).toMatchObject({
    state: "failed",
    words: expect.stringContaining("more than one external ID"),
  });
  expect(inHeap(heapAppId)).toEqual(["ada", "ben"]);
  expect(await prisma.erasure.count({ where: { customerId } })).toBe(0);
});

test("a second source of the same Heap app is one step with it, by the key that either has", async () => {
  const second = await makeSource({ heapAppId, customerId });
  await post(second, eventOf("ada", "b-ada"));
  await post(source, eventOf("ada", "b-ada"));
  await prisma.source.update({
    where: { id: source.id },
    data: { heapApiKeyEnc: null, carriesOutDeletions: false },
  });
  await carryOut(second, heapAppId);

  await post(second, deletionOf("b-ada"));
  await runDeletion((await requestOf(customerId)).id);
  expect(await heapSteps()).toMatchObject([{ state: "done" }]);
  expect(inHeap(heapAppId)).toEqual([]);
});
