import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { requestReplay } from "@/lib/forwarding/replays/request-replay";
import { runReplaySlice } from "@/lib/forwarding/replays/run-replay-slice";
import { pool, prisma } from "@/lib/kernel/database";
import { applyRetention } from "@/lib/privacy/retention/apply-retention";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { ctxOf } from "@/tools/testing/make-destination";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import { carryOut, deletionOf, mergeOf, requestOf, runDeletion } from "@/tools/testing/run-deletions";
import { eventOf } from "@/tools/testing/run-erasures";
import { useSandbox } from "@/tools/testing/run-syncs";
import { whereIs } from "@/tools/testing/where-is";
import { liftSuppression } from "./lift-suppression";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());

let appNumber = 9_400;
let source: TestSource;
const RETENTION = { bodyDays: 14, outcomeDays: 90 };

beforeEach(async () => {
  source = await makeSource({ heapAppId: String(++appNumber) });
});

async function post(...events: unknown[]): Promise<void> {
  await sendBatch(source, events);
  await forwardSlice(`sandbox:${appNumber}`);
}

const inHeap = () => [...(sandbox.state.heap.apps.get(String(appNumber))?.identities ?? [])].sort();
const merges = () => prisma.identityChange.count({ where: { customerId: source.customerId } });

async function replay(outcome: "quarantined" | "filtered"): Promise<void> {
  const { id } = await requestReplay(ctxOf("admin"), {
    customerId: source.customerId,
    sourceId: source.id,
    outcome,
  });
  await runReplaySlice(id);
}

test("more merged users than one deletion takes stop it with the limit and what to do, and nobody is deleted or suppressed", async () => {
  await carryOut(source, String(appNumber));
  const gone = Array.from({ length: 50 }, (_, place) => `gone-${place}`);
  await post(eventOf("ada", "b-ada"), ...gone.map((id) => mergeOf(id, "b-ada")));
  await post(deletionOf("b-ada"));
  const { id } = await requestOf(source.customerId);
  await runDeletion(id);

  expect(await requestOf(source.customerId)).toMatchObject({
    state: "failed",
    startedAt: null,
    words: expect.stringContaining("50"),
  });
  expect(inHeap()).toEqual(["ada"]);
  expect(await prisma.suppression.count({ where: { customerId: source.customerId } })).toBe(0);
  expect(await merges()).toBe(50);
});

test("as many merged users as one deletion takes are all deleted, here and in Heap", async () => {
  await carryOut(source, String(appNumber));
  const gone = Array.from({ length: 49 }, (_, place) => `gone.${place}.x`);
  await post(
    eventOf("ada.x", "b-ada.x"),
    ...gone.flatMap((id) => [eventOf(`external-${id}`, id), mergeOf(id, "b-ada.x")]),
  );
  await post(deletionOf("b-ada.x"));
  await runDeletion((await requestOf(source.customerId)).id);

  expect(await requestOf(source.customerId)).toMatchObject({ state: "done" });
  expect(inHeap()).toEqual([]);
  const rest = [...gone, ...gone.map((id) => `external-${id}`), "ada.x"];
  for (const id of [rest[0], rest[48], rest[98]]) expect(await whereIs(pool, String(id))).toEqual([]);
  expect(await prisma.erasure.count({ where: { customerId: source.customerId, phase: "done" } })).toBe(100);
});

test("a merge is kept by when it was received, whatever time its sender says", async () => {
  await post({ ...mergeOf("b-gone", "b-ada"), time: 1_000_000_000 });
  await applyRetention(RETENTION);
  expect(await merges()).toBe(1);

  const age = "UPDATE batch SET received_at = now() - interval '91 days' WHERE source_id = $1";
  await pool.query(age, [source.id]);
  await applyRetention(RETENTION);
  expect(await merges()).toBe(0);
});

test("merges stay as long as a deletion of the customer has not begun that may need them", async () => {
  await post(
    eventOf("before", "b-gone"),
    mergeOf("b-gone", "b-ada"),
    eventOf("ada", "b-ada"),
    deletionOf("b-ada"),
  );
  await pool.query("UPDATE batch SET received_at = now() - interval '91 days' WHERE source_id = $1", [
    source.id,
  ]);
  await applyRetention({ bodyDays: 999, outcomeDays: 90 });
  expect(await merges()).toBe(1);

  await prisma.deletionRequest.updateMany({
    where: { customerId: source.customerId },
    data: { state: "refused", idsEnc: null, finishedAt: new Date() },
  });
  await applyRetention({ bodyDays: 999, outcomeDays: 90 });
  expect(await merges()).toBe(0);
});

test("a merge in a quarantined event is kept by a replay, once, and a deletion reaches who is gone", async () => {
  await carryOut(source, String(appNumber));
  const of = (workspace: string, event: object) => ({
    ...event,
    properties: { ...(event as { properties?: object }).properties, app_group_id: workspace },
  });
  await post(of("first", eventOf("before", "b-gone")), of("first", eventOf("ada", "b-ada")));
  await post(of("second", mergeOf("b-gone", "b-ada")));
  expect(await merges()).toBe(0);

  await prisma.source.update({ where: { id: source.id }, data: { appGroupId: null } });
  await replay("quarantined");
  await replay("filtered");
  expect(await merges()).toBe(1);

  await post(deletionOf("b-ada"));
  await runDeletion((await requestOf(source.customerId)).id);
  expect(inHeap()).toEqual([]);
});

test("a merge of a suppressed person is kept by a replay once they are allowed again", async () => {
  await carryOut(source, String(appNumber));
  await post(deletionOf("b-ada"));
  const { id } = await requestOf(source.customerId);
  await runDeletion(id);
  await post(mergeOf("b-gone", "b-ada"));
  expect(await merges()).toBe(0);

  await liftSuppression(ctxOf("admin"), { customerId: source.customerId, deletionRequestId: id });
  await replay("filtered");
  expect(await merges()).toBe(1);
});
