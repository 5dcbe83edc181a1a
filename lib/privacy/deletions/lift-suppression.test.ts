import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { prisma } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { ctxOf } from "@/tools/testing/make-destination";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import { carryOut, deletionOf, runDeletion } from "@/tools/testing/run-deletions";
import { eventOf } from "@/tools/testing/run-erasures";
import { useSandbox } from "@/tools/testing/run-syncs";
import { liftSuppression } from "./lift-suppression";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());

let appNumber = 9_450;
let source: TestSource;

beforeEach(async () => {
  source = await makeSource({ heapAppId: String(++appNumber) });
  await carryOut(source, String(appNumber));
});

async function post(...events: unknown[]): Promise<void> {
  await sendBatch(source, events);
  await forwardSlice(`sandbox:${appNumber}`);
}

const inHeap = () => [...(sandbox.state.heap.apps.get(String(appNumber))?.identities ?? [])];
const lift = (deletionRequestId: string) =>
  liftSuppression(ctxOf("admin"), { customerId: source.customerId, deletionRequestId });

async function requestFor(brazeId: string): Promise<string> {
  await post(deletionOf(brazeId));
  const { id } = await prisma.deletionRequest.findFirstOrThrow({
    where: { customerId: source.customerId },
    orderBy: { id: "desc" },
  });
  return id;
}

/** Two requests for one person: signed up again in Braze under the same external id, and deleted again. */
async function deleteTwice(): Promise<[string, string]> {
  await post(eventOf("lia", "b-1"));
  const older = await requestFor("b-1");
  await runDeletion(older);
  await post(eventOf("lia", "b-2"));
  const newer = await requestFor("b-2");
  await runDeletion(newer);
  return [older, newer];
}

test.each([
  ["the older", 0],
  ["the newer", 1],
] as const)(
  "of two requests for one person, %s lifted lifts both, and the person is taken again",
  async (_, which) => {
    const requests = await deleteTwice();
    await lift(requests[which]);

    const after = await prisma.deletionRequest.findMany({ where: { customerId: source.customerId } });
    expect(after.map(({ liftedAt }) => liftedAt !== null)).toEqual([true, true]);
    expect(await prisma.suppression.count({ where: { customerId: source.customerId } })).toBe(0);
    await post(eventOf("lia", "b-2"));
    expect(inHeap()).toEqual(["lia"]);
    const third = await requestFor("b-2");
    expect(requests).not.toContain(third);
  },
);

test("a request for somebody else stays in force when one is lifted", async () => {
  await post(eventOf("lia", "b-1"), eventOf("ben", "b-3"));
  const lia = await requestFor("b-1");
  await runDeletion(lia);
  const ben = await requestFor("b-3");
  await runDeletion(ben);
  await lift(lia);
  await post(eventOf("lia", "b-1"), eventOf("ben", "b-3"));
  expect(inHeap()).toEqual(["lia"]);
});

test("nobody is allowed again while another request for them is not over", async () => {
  await post(eventOf("lia", "b-1"));
  const older = await requestFor("b-1");
  await runDeletion(older);
  await post(eventOf("lia", "b-2"));
  await prisma.source.update({ where: { id: source.id }, data: { heapApiKeyEnc: null } });
  await runDeletion(await requestFor("b-2"));

  await expect(lift(older)).rejects.toMatchObject({ code: "conflict" });
  await post(eventOf("lia", "b-1"));
  expect(inHeap()).toEqual([]);
});
