import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { prisma } from "@/lib/kernel/database";
import { metrics } from "@/lib/kernel/metrics/registry";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import { updateAlerts } from "./update-alerts";

const TIME = 1_790_000_000;
const rule = { eventType: null, from: "plan", to: "braze_plan", inClear: false };

let sandbox: Sandbox;
let apps = 8_970;
let heapAppId = "";
let source: TestSource;

beforeAll(async () => {
  sandbox = await startSandbox();
  process.env.SANDBOX_URL = sandbox.url;
});
afterAll(() => sandbox.close());

beforeEach(async () => {
  sandbox.state.faults.clear();
  heapAppId = String(apps++);
  source = await makeSource({ heapAppId });
  await prisma.source.update({ where: { id: source.id }, data: { userProperties: [rule] } });
});

/** What these users' events say of them is forwarded, and sent as far as Heap takes it; then all alerts are checked. */
async function say(plan: string, users: readonly string[]): Promise<void> {
  await sendBatch(
    source,
    users.map((user) => ({
      id: `${heapAppId}-${user}-${plan}`,
      event_type: "users.behaviors.CustomEvent",
      time: TIME + (plan === "team" ? 1 : 0),
      user: { external_user_id: user },
      properties: { name: "Changed plan", custom_properties: { plan } },
    })),
  );
  while (!(await forwardSlice(`sandbox:${heapAppId}`)).done);
  await updateAlerts();
}

const alerts = () =>
  prisma.alert.findMany({ where: { customerId: source.customerId, kind: "user_properties_refused" } });
const crowd = (count: number) => Array.from({ length: count }, (_, place) => `user-${place}`);

async function countedBy(result: string): Promise<number> {
  const { values } = await metrics.userProperties.get();
  return values.find(({ labels }) => labels.result === result)?.value ?? 0;
}

/** Heap refuses the next call with user properties. */
function refuseNext(): void {
  const body = { error: "this property is not allowed" };
  sandbox.state.faults.add({
    ...{ target: "heap.add_user_properties", mode: "status", status: 400, body, count: 1 },
  });
}

test("refused user properties open an alert with Heap's words, which ends by itself once Heap takes them", async () => {
  const refusedBefore = await countedBy("refused");
  const acceptedBefore = await countedBy("accepted");
  refuseNext();
  await say("free", ["ann"]);
  expect(await alerts()).toMatchObject([
    {
      resolvedAt: null,
      message: expect.stringContaining("1 value in the last 24 hours"),
      cause: expect.stringContaining("this property is not allowed"),
    },
  ]);

  await say("team", ["ann"]);
  expect(await alerts()).toMatchObject([{ resolvedAt: expect.any(Date) }]);
  expect(await countedBy("refused")).toBe(refusedBefore + 1);
  expect(await countedBy("accepted")).toBe(acceptedBefore + 1);
});

test("one value refused among many that Heap takes opens none", async () => {
  await say("free", crowd(40));
  refuseNext();
  await say("free", ["ann"]);
  expect(await alerts()).toEqual([]);
});

test("the alert ends with the rule that Heap refuses", async () => {
  refuseNext();
  await say("free", ["ann"]);
  expect(await alerts()).toMatchObject([{ resolvedAt: null }]);
  await prisma.source.update({ where: { id: source.id }, data: { userProperties: [] } });
  await updateAlerts();
  expect(await alerts()).toMatchObject([{ resolvedAt: expect.any(Date) }]);
});
