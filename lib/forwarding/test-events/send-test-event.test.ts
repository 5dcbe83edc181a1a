import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import * as simulate from "@/app/api/v1/customers/[customerId]/sources/[sourceId]/simulate/route";
import * as testEvent from "@/app/api/v1/customers/[customerId]/sources/[sourceId]/test-event/route";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { listHops } from "@/lib/insight/proven-hops/list-hops";
import { pool, prisma } from "@/lib/kernel/database";
import { RECOMMENDED_TYPES } from "@/lib/vendors/braze/catalog";
import { appOf } from "@/sandbox/heap/state";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { callRoute } from "@/tools/testing/call-route";
import { ctxOf } from "@/tools/testing/make-destination";
import { makeSource, type TestSource } from "@/tools/testing/make-source";
import { makeKey } from "@/tools/testing/make-team";
import { sendTestEvent } from "./send-test-event";
import { simulateEvent, typeToSimulate } from "./simulate-event";

let sandbox: Sandbox;
let appNumber = 8_200;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  process.env.SANDBOX_URL = sandbox.url;
});

afterAll(() => sandbox.close());

beforeEach(() => {
  sandbox.state.faults.clear();
  appNumber += 1;
});

const appId = () => String(appNumber);
const keysIn = () => [...(sandbox.state.heap.apps.get(appId())?.keys ?? [])];
const of = ({ customerId, id }: TestSource) => ({ customerId, sourceId: id });

async function actionsOf(customerId: string): Promise<string[]> {
  const entries = await prisma.auditEntry.findMany({ where: { customerId }, orderBy: { id: "asc" } });
  return entries.map(({ action }) => action);
}

test("a test event reaches Heap under the source's prefix, once however often it is sent, and is recorded", async () => {
  const source = await makeSource({ heapAppId: appId() });
  await prisma.source.update({ where: { id: source.id }, data: { prefix: "braze-" } });

  for (const _ of [1, 2]) {
    expect(await sendTestEvent(ctxOf(), of(source))).toMatchObject({
      isAccepted: true,
      status: 200,
      eventName: "braze-Tributary Test",
      identity: "tributary-test",
    });
  }
  expect(keysIn()).toEqual([`tributary-test-${source.id}`]);
  expect(await actionsOf(source.customerId)).toEqual(["source.test_event_sent", "source.test_event_sent"]);

  const { rows } = await pool.query(
    'SELECT state, event_count AS "eventCount", heap_app AS "heapApp" FROM delivery WHERE source_id = $1',
    [source.id],
  );
  expect(rows).toEqual(
    Array.from({ length: 2 }, () => ({ state: "accepted", eventCount: 1, heapApp: `sandbox:${appId()}` })),
  );
  const { sources } = await listHops(ctxOf("viewer"), { customerId: source.customerId });
  expect(sources[0]?.checks).toMatchObject([
    { provenAt: null },
    { provenAt: null },
    { kind: "first_event_accepted", detail: "Proven by a test event." },
  ]);
});

test("Heap's refusal is reported in words, closes its delivery and proves nothing", async () => {
  const source = await makeSource({ heapAppId: appId() });
  appOf(sandbox.state.heap, appId()).poisonIdentities = new Set(["tributary-test"]);

  expect(await sendTestEvent(ctxOf(), of(source))).toMatchObject({
    isAccepted: false,
    status: 400,
    message: expect.stringContaining("Heap refused the event"),
    nextAction: "Check the Heap app ID and the region of the source.",
  });
  expect(await prisma.delivery.findMany({ where: { sourceId: source.id } })).toMatchObject([
    { state: "refused", status: 400 },
  ]);
  const { sources } = await listHops(ctxOf("viewer"), { customerId: source.customerId });
  expect(sources[0]?.checks[2]).toMatchObject({ provenAt: null });
});

test("a test event waits its turn at Heap's limit: nothing is sent, and the answer says when", async () => {
  const source = await makeSource({ heapAppId: appId() });
  await prisma.delivery.create({
    data: {
      customerId: source.customerId,
      sourceId: source.id,
      heapApp: `sandbox:${appId()}`,
      state: "sending",
      eventCount: 15_000,
      mapping: {},
    },
  });
  expect(await sendTestEvent(ctxOf(), of(source))).toMatchObject({
    isAccepted: false,
    status: null,
    nextAction: expect.stringMatching(/^Try again in \d+ seconds\.$/),
  });
  expect(keysIn()).toEqual([]);
});

test("a simulated event goes the whole way to Heap, through the bearer token too, and is marked as simulated", async () => {
  const source = await makeSource({ heapAppId: appId(), bearerToken: "a-bearer-token-of-ours" });
  const { simulation, nudge } = await simulateEvent(ctxOf(), of(source));
  expect(nudge).toBe(`sandbox:${appId()}`);
  expect(simulation.eventId).toMatch(/^tributary-simulated-/);
  expect(await prisma.batch.findMany({ where: { sourceId: source.id } })).toMatchObject([
    { isSimulated: true, accepted: 1, state: "pending" },
  ]);

  await forwardSlice(`sandbox:${appId()}`);
  expect(keysIn()).toEqual([simulation.eventId]);
  expect(await actionsOf(source.customerId)).toEqual(["source.event_simulated"]);
  const { sources } = await listHops(ctxOf("viewer"), { customerId: source.customerId });
  expect(sources[0]?.checks.map(({ provenAt }) => provenAt !== null)).toEqual([false, false, true]);
});

test("the simulated type is a usual one that the source takes, not the first by the alphabet", () => {
  expect(typeToSimulate(null)).toBe("users.messages.email.Open");
  expect(typeToSimulate(RECOMMENDED_TYPES)).toBe("users.messages.email.Open");
  expect(typeToSimulate(["agentconsole.AgentExecuted", "users.campaigns.Conversion"])).toBe(
    "users.campaigns.Conversion",
  );
  expect(typeToSimulate(["users.messages.fax.Sent"])).toBe("users.messages.fax.Sent");
});

test("a simulated event is of a type the source forwards", async () => {
  const source = await makeSource({ heapAppId: appId() });
  await prisma.source.update({
    where: { id: source.id },
    data: { eventTypes: ["users.behaviors.CustomEvent"], identityField: "user_id" },
  });
  await simulateEvent(ctxOf(), of(source));
  await forwardSlice(`sandbox:${appId()}`);
  expect(await prisma.event.findMany({ where: { sourceId: source.id } })).toMatchObject([
    { outcome: "forwarded", name: "Tributary Simulated", identity: "tributary-test" },
  ]);
});

test("neither button works for a viewer, a pause, an archived customer, without an endpoint, or for another's source", async () => {
  const source = await makeSource({ heapAppId: appId() });
  const other = await makeSource({ heapAppId: appId() });
  const csm = await makeKey("csm");
  const viewer = await makeKey("viewer");
  const statuses = (key: string, params = of(source)) =>
    Promise.all(
      [testEvent.POST, simulate.POST].map(
        async (post) => (await callRoute(post, { method: "POST", key, params })).status,
      ),
    );

  expect(await statuses(viewer)).toEqual([403, 403]);
  expect(await statuses(csm, { ...of(source), customerId: other.customerId })).toEqual([404, 404]);

  await prisma.source.update({ where: { id: source.id }, data: { pausedAt: new Date() } });
  expect(await statuses(csm)).toEqual([409, 409]);
  await prisma.source.update({ where: { id: source.id }, data: { pausedAt: null } });
  for (const state of ["paused", "archived"] as const) {
    await prisma.customer.update({ where: { id: source.customerId }, data: { state } });
    expect(await statuses(csm)).toEqual([409, 409]);
  }

  await prisma.endpoint.updateMany({ where: { sourceId: other.id }, data: { revokedAt: new Date() } });
  await expect(simulateEvent(ctxOf(), of(other))).rejects.toMatchObject({ code: "conflict" });
  expect(await prisma.batch.count({ where: { sourceId: { in: [source.id, other.id] } } })).toBe(0);
  expect(keysIn()).toEqual([]);
});
