import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as route from "@/app/api/v1/customers/[customerId]/events/[batchId]/[index]/route";
import { acceptBatch } from "@/lib/forwarding/batches/accept-batch";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { prisma } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { callRoute } from "@/tools/testing/call-route";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import { makeKey, makeMember } from "@/tools/testing/make-team";
import { listEvents } from "./list-events";
import { showEvent } from "./show-event";

let sandbox: Sandbox;
let ctx: Awaited<ReturnType<typeof makeMember>>["ctx"];

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  process.env.SANDBOX_URL = sandbox.url;
  ({ ctx } = await makeMember("viewer"));
});

afterAll(() => sandbox.close());

function event(user: string | null, id: string = randomUUID()) {
  return {
    id,
    event_type: "users.messages.email.Open",
    time: 1_790_000_000,
    user: { external_user_id: user },
    properties: { campaign: { id: "c-1" }, custom_properties: { plan: "gold" }, nothing: null },
  };
}

/** The source's events as shown, in the order Braze sent them. */
async function showAll(source: TestSource) {
  const { customerId } = source;
  const { items } = await listEvents(ctx, { customerId, limit: 100 });
  return Promise.all(items.reverse().map((item) => showEvent(ctx, { customerId, ...item })));
}

test("an event is shown as Braze sent it and exactly as Heap got it, even after the source's settings changed", async () => {
  const source = await makeSource({ heapAppId: "6001" });
  await prisma.source.update({ where: { id: source.id }, data: { prefix: "braze-" } });
  const received = event("anna");
  await sendBatch(source, [received]);
  await forwardSlice("sandbox:6001");
  await prisma.source.update({ where: { id: source.id }, data: { prefix: "other-" } });

  const [shown] = await showAll(source);
  expect(shown?.received).toEqual(received);
  expect(shown?.sent).toEqual({
    identity: "anna",
    event: "braze-Email Open",
    timestamp: new Date(1_790_000_000_000).toISOString(),
    properties: {
      "braze-event_type": received.event_type,
      "braze-event_id": received.id,
      "braze-campaign.id": "c-1",
      "braze-plan": "gold",
    },
    idempotencyKey: received.id,
  });
  expect(shown?.leftOut).toEqual([]);
  expect(shown?.delivery).toMatchObject({ state: "accepted", status: 200, eventCount: 1 });
  expect(shown?.changes).toContainEqual({
    path: ["properties", "custom_properties", "plan"],
    name: "braze-plan",
    change: "lifted",
  });
});

test("what an event wrote to its user is shown with what became of it, even after the source's rules changed", async () => {
  const source = await makeSource({ heapAppId: "6010" });
  const rule = { eventType: null, from: "plan", to: "braze_{campaign.id}_plan", inClear: false };
  await prisma.source.update({ where: { id: source.id }, data: { userProperties: [rule] } });
  const refusal = { error: "this property is not allowed" };
  sandbox.state.faults.add({
    ...{ target: "heap.add_user_properties", mode: "status", status: 400, body: refusal, count: 1 },
  });
  await sendBatch(source, [event("anna")]);
  await forwardSlice("sandbox:6010");
  const shown = async () => (await showAll(source)).map(({ userProperties }) => userProperties[0]);
  const value = { name: "braze_c-1_plan", value: "gold", words: null };
  const words = expect.stringContaining("this property is not allowed");
  expect(await shown()).toEqual([{ ...value, state: "refused", words }]);

  const later = {
    ...event("anna"),
    time: 1_790_000_001,
    properties: { campaign: { id: "c-1" }, plan: "team" },
  };
  await sendBatch(source, [later]);
  await forwardSlice("sandbox:6010");
  await prisma.source.update({ where: { id: source.id }, data: { userProperties: [] } });
  expect(await shown()).toEqual([
    { ...value, state: "superseded" },
    { ...value, value: "team", state: "accepted" },
  ]);

  await prisma.userProperty.updateMany({ where: { sourceId: source.id }, data: { owedSince: new Date() } });
  expect((await shown())[1]).toMatchObject({ state: "dropped" });
  await prisma.source.update({ where: { id: source.id }, data: { userProperties: [rule] } });
  expect((await shown())[1]).toMatchObject({ state: "owed" });
  await prisma.userProperty.deleteMany({ where: { sourceId: source.id } });
  expect((await shown())[1]).toMatchObject({ state: "unknown" });
});

test("a long number has its exact digits in both, a list of objects a property for each key, and what did not fit is said", async () => {
  const source = await makeSource({ heapAppId: "6008" });
  const products = Array.from({ length: 200 }, (_, n) => ({ sku: `SKU-${n}`, gift: false }));
  const text = JSON.stringify({ events: [{ ...event("anna"), properties: { order_id: 0, products } }] });
  const body = Buffer.from(text.replace('"order_id":0', '"order_id":12345678901234567890'));
  await acceptBatch({ token: source.token, bearerToken: null, body });
  await forwardSlice("sandbox:6008");

  const [shown] = await showAll(source);
  expect(shown?.received).toMatchObject({ properties: { order_id: "12345678901234567890" } });
  expect(shown?.sent?.properties).toMatchObject({
    order_id: "12345678901234567890",
    "products.count": 200,
    "products.sku": expect.stringMatching(/^SKU-0\|\|SKU-1\|\|.*SKU-\d+$/),
  });
  const skus = String(shown?.sent?.properties["products.sku"]).split("||");
  expect(skus.at(-1)).toBe(`SKU-${skus.length - 1}`);
  expect(shown?.leftOut).toContainEqual({ name: "products.sku", kind: "items", count: 200 - skus.length });
  const path = ["properties", "products"];
  expect(shown?.changes).toContainEqual({ path, name: "products.count", change: "counted" });
  expect(shown?.changes).toContainEqual({
    path: [...path, 1, "sku"],
    name: "products.sku",
    change: "joined",
  });
});

test("what an earlier version mapped by other rules is not shown as sent", async () => {
  const source = await makeSource({ heapAppId: "6009" });
  await sendBatch(source, [event("anna")]);
  await forwardSlice("sandbox:6009");
  await prisma.delivery.updateMany({
    where: { sourceId: source.id },
    data: { mapping: { identityField: "external_user_id", prefix: null, eventTypes: null } },
  });

  const [shown] = await showAll(source);
  expect(shown).toMatchObject({ outcome: "forwarded", sent: null, changes: [], hasBody: true });
});

test("a duplicate links to the first occurrence; an event that was not sent shows no Heap event", async () => {
  const source = await makeSource({ heapAppId: "6002" });
  const id = randomUUID();
  await sendBatch(source, [event("anna", id), event("guest"), event(null)]);
  await forwardSlice("sandbox:6002");
  await sendBatch(source, [event("anna", id)]);
  await forwardSlice("sandbox:6002");

  const [first, quarantined, filtered, duplicate] = await showAll(source);
  expect(first).toMatchObject({ outcome: "forwarded", firstOccurrence: null });
  expect(quarantined).toMatchObject({ outcome: "quarantined", sent: null, delivery: null });
  expect(quarantined?.explanation.happened).toContain("user.external_user_id is “guest”");
  expect(filtered).toMatchObject({ outcome: "filtered", sent: null });
  expect(duplicate).toMatchObject({
    outcome: "duplicate",
    firstOccurrence: { batchId: first?.batchId, index: 0 },
  });
});

test("a waiting event is shown with its body, and says what it waits for", async () => {
  const source = await makeSource({ heapAppId: "6003" });
  await prisma.source.update({ where: { id: source.id }, data: { pausedAt: new Date() } });
  await sendBatch(source, [event("anna"), event("ben")]);
  const batch = await prisma.batch.findFirstOrThrow({ where: { sourceId: source.id } });

  const { customerId } = source;
  const shown = await showEvent(ctx, { customerId, batchId: batch.id, index: 1 });
  expect(shown).toMatchObject({ outcome: "pending", identity: "ben", sent: null });
  expect(shown.received).toMatchObject({ user: { external_user_id: "ben" } });
  expect(shown.explanation.next).toContain("Resume the source");
  await expect(showEvent(ctx, { customerId, batchId: batch.id, index: 2 })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("a pruned body is reported as gone, and the rest stays", async () => {
  const source = await makeSource({ heapAppId: "6004" });
  await sendBatch(source, [event("anna")]);
  await forwardSlice("sandbox:6004");
  await prisma.batch.updateMany({ where: { sourceId: source.id }, data: { body: null } });

  const [shown] = await showAll(source);
  expect(shown).toMatchObject({ hasBody: false, received: null, sent: null, outcome: "forwarded" });
  expect(shown?.delivery).toMatchObject({ status: 200 });
});

test("another customer's event is 404, and without a key it is 401", async () => {
  const source = await makeSource({ heapAppId: "6005" });
  const other = await makeSource({ heapAppId: "6006" });
  await sendBatch(source, [event("anna")]);
  await forwardSlice("sandbox:6005");
  const batch = await prisma.batch.findFirstOrThrow({ where: { sourceId: source.id } });

  const key = await makeKey("viewer");
  const params = { customerId: source.customerId, batchId: batch.id, index: "0" };
  expect((await callRoute(route.GET, { key, params })).status).toBe(200);
  expect((await callRoute(route.GET, { params })).status).toBe(401);
  for (const wrong of [
    { customerId: other.customerId },
    { batchId: randomUUID() },
    { index: "7" },
    { index: "-1" },
  ]) {
    expect((await callRoute(route.GET, { key, params: { ...params, ...wrong } })).status).toBe(404);
  }
});

test("an event nested too deep to be written as JSON does not break the answer", async () => {
  const source = await makeSource({ heapAppId: "6007" });
  const depth = 20_000;
  const deep = `{"events":[{"id":"deep-event","event_type":"x.Y","time":1,"user":{"external_user_id":"anna"},"properties":${'{"a":'.repeat(depth)}1${"}".repeat(depth)}}]}`;
  const { acceptBatch } = await import("@/lib/forwarding/batches/accept-batch");
  await acceptBatch({ token: source.token, bearerToken: null, body: Buffer.from(deep) });
  await forwardSlice("sandbox:6007");

  const key = await makeKey("viewer");
  const batch = await prisma.batch.findFirstOrThrow({ where: { sourceId: source.id } });
  const params = { customerId: source.customerId, batchId: batch.id, index: "0" };
  const { status, body } = await callRoute(route.GET, { key, params });
  expect(status).toBe(200);
  expect((body as { received: string }).received).toMatch(/nested deeper/);
});
