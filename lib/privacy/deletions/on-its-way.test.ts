import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { requestReplay } from "@/lib/forwarding/replays/request-replay";
import { runReplaySlice } from "@/lib/forwarding/replays/run-replay-slice";
import { pool, prisma } from "@/lib/kernel/database";
import { runErasureSlice } from "@/lib/privacy/erasures/run-erasure-slice";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { ctxOf } from "@/tools/testing/make-destination";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import {
  carryOut,
  deletionOf,
  passDeletionTime,
  requestOf,
  runDeletion,
  stepsOf,
} from "@/tools/testing/run-deletions";
import { ANNA, eventOf } from "@/tools/testing/run-erasures";
import { useSandbox } from "@/tools/testing/run-syncs";
import { approveDeletionRequest } from "./approve-deletion-request";
import { runDeletionSlice } from "./run-deletion-slice";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());

let appNumber = 9_300;
let heapApp: string;
let source: TestSource;
const ANNA_IN_BRAZE = "aaaaaaaaaaaaaaaaaaaaaaaa";

beforeEach(async () => {
  sandbox.state.faults.clear();
  heapApp = `sandbox:${++appNumber}`;
  source = await makeSource({ heapAppId: String(appNumber) });
});

const app = () => sandbox.state.heap.apps.get(String(appNumber));

async function post(...events: unknown[]): Promise<void> {
  await sendBatch(source, events);
  await forwardSlice(heapApp);
}

/** A request to delete Anna that waits to be started, and the Heap API key. */
async function askToDelete(): Promise<string> {
  await post(deletionOf(ANNA_IN_BRAZE));
  await carryOut(source, String(appNumber));
  return (await requestOf(source.customerId)).id;
}

async function start(deletionRequestId: string): Promise<void> {
  await approveDeletionRequest(ctxOf("admin"), { customerId: source.customerId, deletionRequestId });
}

/** Runs a deletion for some slices, which is more than one takes that waits for nobody. */
async function runForAWhile(deletionRequestId: string): Promise<void> {
  for (let slice = 0; slice < 12; slice++) {
    await passDeletionTime(deletionRequestId);
    const { erasures } = await runDeletionSlice(deletionRequestId);
    for (const { erasureId } of erasures) await runErasureSlice(erasureId);
  }
}

/** Makes the next call to Heap hang until it is let go. */
function hangNextCall(): { isOut: () => Promise<void>; letGo: () => void } {
  let letGo = () => {};
  const until = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  sandbox.state.faults.add({ target: "heap.track", mode: "latency", count: 1, until });
  const isOut = () =>
    expect.poll(() => prisma.delivery.count({ where: { heapApp, state: "sending" } })).toBe(1);
  return { isOut, letGo };
}

/** Makes the time pass after which what began before the suppression can only have been seen by it. */
async function passSuppressing(): Promise<void> {
  await pool.query(
    `UPDATE suppression SET created_at = created_at - interval '10 min' WHERE customer_id = $1`,
    [source.customerId],
  );
}

test("who is suppressed while a call is halved is in no later call, and Heap is asked only when the slice has ended", async () => {
  await post(eventOf("first", "b-first"));
  const id = await askToDelete();
  app()?.poisonIdentities.add("bad");
  const call = hangNextCall();
  await sendBatch(source, [
    eventOf("bad", "b-bad"),
    ...Array.from({ length: 6 }, (_, place) => eventOf(`user-${place}`, `b-${place}`)),
    eventOf(ANNA, ANNA_IN_BRAZE),
  ]);
  const forwarding = forwardSlice(heapApp);
  await call.isOut();
  await start(id);
  await runForAWhile(id);
  expect(await stepsOf(id)).toContain("heap: waiting");
  expect(await stepsOf(id)).toContain("here: done");

  call.letGo();
  await forwarding;
  const users = [0, 1, 2, 3, 4, 5].map((place) => `user-${place}`);
  expect([...(app()?.identities ?? [])].sort()).toEqual(["first", "tributary-test", ...users]);
  await runDeletion(id);
  expect(await stepsOf(id)).toContain("heap: done");
});

test("a replay's call that hangs holds the deletion in Heap, and does not bring the person back", async () => {
  const id = await askToDelete();
  await prisma.source.update({ where: { id: source.id }, data: { eventTypes: ["another.Type"] } });
  const open = eventOf(ANNA, ANNA_IN_BRAZE);
  await post(open);
  await prisma.source.update({ where: { id: source.id }, data: { eventTypes: [open.event_type] } });
  const replay = await requestReplay(ctxOf("admin"), {
    customerId: source.customerId,
    sourceId: source.id,
    outcome: "filtered",
    type: open.event_type,
  });
  const call = hangNextCall();
  const replaying = runReplaySlice(replay.id);
  await call.isOut();
  await start(id);
  await runForAWhile(id);
  expect(await stepsOf(id)).toContain("heap: waiting");

  call.letGo();
  await replaying;
  expect([...(app()?.identities ?? [])]).toEqual([ANNA]);
  await runDeletion(id);
  expect(await stepsOf(id)).toContain("heap: done");
  expect(app()?.identities.size).toBe(0);
});

test("a slice that was open at the suppression is waited for while its calls show that it lives, however long", async () => {
  await post(eventOf(ANNA, ANNA_IN_BRAZE));
  const id = await askToDelete();
  await pool.query(
    "UPDATE heap_app SET open_slices = 1, slice_begun_at = now() - interval '1 hour' WHERE key = $1",
    [heapApp],
  );
  await start(id);
  await runForAWhile(id);
  await passSuppressing();
  await runForAWhile(id);
  expect(await stepsOf(id)).toContain("heap: waiting");

  // Its process died: no call has been booked or ended for longer than one can take.
  await pool.query(
    `UPDATE delivery SET started_at = now() - interval '4 min', finished_at = now() - interval '3 min' WHERE heap_app = $1`,
    [heapApp],
  );
  await runDeletion(id);
  expect(await stepsOf(id)).toContain("heap: done");
});

test("a slice that began after the suppression is not waited for", async () => {
  await post(eventOf(ANNA, ANNA_IN_BRAZE));
  const id = await askToDelete();
  await start(id);
  await pool.query("UPDATE heap_app SET open_slices = 1, slice_begun_at = now() WHERE key = $1", [heapApp]);
  await runForAWhile(id);
  await passSuppressing();
  await runDeletion(id);
  expect(await stepsOf(id)).toContain("heap: done");
});
