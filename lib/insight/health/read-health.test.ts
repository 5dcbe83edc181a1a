import { beforeEach, expect, test } from "vitest";
import { prisma } from "@/lib/kernel/database";
import type { CustomerState, SegmentMode, SyncState } from "@/prisma/generated/enums";
import { type HealthScene, makeScene } from "@/tools/testing/customer-health";
import { readHealth } from "./read-health";

let scene: HealthScene;
beforeEach(async () => {
  scene = await makeScene();
});

async function health() {
  return (await readHealth([scene.customerId])).get(scene.customerId);
}

test("a customer that has received nothing yet waits; a simulated batch proves nothing, a real one or a page does", async () => {
  await scene.addBatch({ isSimulated: true });
  expect(await health()).toEqual({
    health: "waiting",
    healthReason: "Nothing received yet",
  });

  await scene.addBatch({});
  expect(await health()).toEqual({ health: "healthy", healthReason: null });

  scene = await makeScene();
  await scene.addSegment({ lastPageAt: new Date() });
  expect((await health())?.health).toBe("healthy");
});

test.each<[string, string, string]>([
  ["braze_key_refused", "failing", "Braze does not accept the Data Import Key"],
  ["pages_missing", "attention", "Heap announced 3 pages and sent 2"],
  ["identity_mismatch", "failing", "0% of 500 identities match"],
  ["a_kind_made_later", "attention", "Something new"],
])(
  "an open alert %s makes its customer %s, with the alert's message; a resolved one does not",
  async (kind, word, message) => {
    await scene.addBatch({});
    const alert = await scene.addAlert({ kind, message });
    expect(await health()).toEqual({ health: word, healthReason: message });

    await prisma.alert.update({ where: { id: alert.id }, data: { resolvedAt: new Date() } });
    expect((await health())?.health).toBe("healthy");
  },
);

test("what only asks for a decision leaves its customer healthy, with a note", async () => {
  await scene.addBatch({});
  await scene.addAlert({ kind: "new_event_types", message: "Braze has started sending a type: forward it?" });
  expect(await health()).toEqual({
    health: "healthy",
    healthReason: "Braze has started sending a type: forward it?",
  });
});

test("an identity mismatch that floods Heap is the reason before a Heap that is down", async () => {
  await scene.addAlert({ kind: "deliveries_failing", message: "down", openedAt: new Date(0) });
  await scene.addAlert({ kind: "identity_mismatch", message: "floods" });
  expect(await health()).toEqual({ health: "failing", healthReason: "floods" });
});

test("syncs that failed again and again for one cause are one reason, with their number and since when", async () => {
  const segment = await scene.addSegment({ mode: "manual", lastPageAt: new Date() });
  for (const state of ["failed", "succeeded", "failed", "failed", "failed"] as const)
    await scene.addSync(segment.id, state);
  expect((await health())?.healthReason).toMatch(/^The syncs of 1 segment have failed 3 times since .* UTC$/);
});

test("the alert that stops a flow is named before an older one that does not", async () => {
  await scene.addAlert({ kind: "pages_missing", message: "older", openedAt: new Date(0) });
  await scene.addAlert({ kind: "braze_key_refused", message: "stops" });
  expect(await health()).toEqual({ health: "failing", healthReason: "stops" });
});

test("three failed calls to Heap in a row are a failure, two are not, and a paused source delivers nothing to fail", async () => {
  await scene.addBatch({});
  await prisma.heapApp.create({ data: { key: scene.heapApp, failures: 2 } });
  expect((await health())?.health).toBe("healthy");

  await prisma.heapApp.update({ where: { key: scene.heapApp }, data: { failures: 3 } });
  expect(await health()).toEqual({
    health: "failing",
    healthReason: "Heap did not accept the last 3 calls",
  });

  await prisma.source.update({ where: { id: scene.sourceId }, data: { pausedAt: new Date() } });
  expect((await health())?.health).toBe("healthy");
});

test.each<[SegmentMode, SyncState[], string]>([
  ["manual", ["succeeded", "failed"], "failing"],
  ["recurring", ["failed", "running"], "healthy"],
  ["recurring", ["failed", "succeeded_with_errors"], "healthy"],
  ["off", ["failed"], "healthy"],
])("a %s segment whose syncs were, oldest first, %s: %s", async (mode, states, word) => {
  const segment = await scene.addSegment({ mode, lastPageAt: new Date() });
  for (const state of states) await scene.addSync(segment.id, state);
  expect((await health())?.health).toBe(word);
});

test("a paused destination makes no customer fail", async () => {
  const segment = await scene.addSegment({ mode: "manual", lastPageAt: new Date() });
  await scene.addSync(segment.id, "failed");
  await prisma.destination.update({ where: { id: scene.destinationId }, data: { pausedAt: new Date() } });
  expect((await health())?.health).toBe("healthy");
});

test("quarantined events of the last 24 hours and refused members are a note: only their alert makes them trouble", async () => {
  const hours = 3_600_000;
  await scene.addBatch({ quarantined: 9, receivedAt: new Date(Date.now() - 24 * hours - 5_000) });
  expect(await health()).toEqual({ health: "healthy", healthReason: null });

  await scene.addBatch({ quarantined: 3, receivedAt: new Date(Date.now() - 24 * hours + 60_000) });
  const segment = await scene.addSegment({ lastPageAt: new Date() });
  await scene.addMember(segment.id, { userKey: "odd", refused: "Invalid id" });
  expect(await health()).toEqual({
    health: "healthy",
    healthReason: "3 events quarantined in the last 24 hours · 1 member refused",
  });
});

test.each<CustomerState>(["paused", "archived"])(
  "a customer that is %s is paused, whatever else is wrong",
  async (state) => {
    await scene.addAlert({ kind: "braze_key_refused", message: "stops" });
    await prisma.customer.update({ where: { id: scene.customerId }, data: { state } });
    expect((await health())?.health).toBe("paused");
  },
);

test("one customer's problem does not affect another", async () => {
  const other = await makeScene();
  await other.addBatch({ quarantined: 3 });
  await other.addAlert({ kind: "braze_key_refused", message: "stops" });
  const found = await readHealth([scene.customerId, other.customerId]);
  expect(found.get(scene.customerId)?.health).toBe("waiting");
  expect(found.get(other.customerId)?.health).toBe("failing");
});
