import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { pool, prisma } from "@/lib/kernel/database";
import { appOf } from "@/sandbox/heap/state";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { endWait } from "@/tools/testing/forward-events";
import { leaveSlicesOpen } from "@/tools/testing/leave-slices-open";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import { makeMember, systemCtx } from "@/tools/testing/make-team";
import { brazeEvent } from "@/tools/testing/mapped-event";
import { cancelReplay } from "./cancel-replay";
import { findStalledReplays } from "./find-stalled-replays";
import { listReplays } from "./list-replays";
import { previewReplay } from "./preview-replay";
import { requestReplay } from "./request-replay";
import { runReplaySlice } from "./run-replay-slice";

let sandbox: Sandbox;
let appNumber = 5_000;
let source: TestSource;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  process.env.SANDBOX_URL = sandbox.url;
});

afterAll(() => sandbox.close());

beforeEach(async () => {
  sandbox.state.faults.clear();
  appNumber += 1;
  source = await makeSource({ heapAppId: String(appNumber) });
});

const heapApp = () => `sandbox:${appNumber}`;
const arrived = () => [...(sandbox.state.heap.apps.get(String(appNumber))?.keys ?? [])];
const at = () => ({ customerId: source.customerId, sourceId: source.id });

const event = (external_user_id: string | null, user_id = "braze-1", id: string = randomUUID()) =>
  brazeEvent({ id, user: { external_user_id, user_id } });

async function receive(events: unknown[]): Promise<void> {
  await sendBatch(source, events);
  await forwardSlice(heapApp());
}

async function books() {
  const { rows } = await pool.query(
    `SELECT sum(accepted)::int AS accepted, sum(forwarded)::int AS forwarded, sum(filtered)::int AS filtered,
            sum(quarantined)::int AS quarantined, bool_and(state = 'done') AS done
     FROM batch WHERE source_id = $1`,
    [source.id],
  );
  return rows[0];
}

async function useField(identityField: "user_id" | "external_user_id"): Promise<void> {
  await prisma.source.update({ where: { id: source.id }, data: { identityField } });
}

test("quarantined events reach Heap once after the wrong setting is corrected, and the books still balance", async () => {
  await receive([event("anna"), event("[REDACTED]"), event("[REDACTED]", "braze-2"), event(null)]);
  expect(await books()).toMatchObject({ forwarded: 1, quarantined: 2, filtered: 1 });
  await useField("user_id");

  const replay = await requestReplay(systemCtx, { ...at(), outcome: "quarantined" });
  expect(replay).toMatchObject({ state: "queued", total: 2, done: 0 });
  expect(await runReplaySlice(replay.id)).toEqual({ done: true, waitSeconds: 0 });

  expect(await books()).toEqual({ accepted: 4, forwarded: 3, filtered: 1, quarantined: 0, done: true });
  expect(arrived()).toHaveLength(3);
  const [view] = (await listReplays(systemCtx, { ...at(), limit: 10 })).items;
  expect(view).toMatchObject({ state: "succeeded", total: 2, done: 2, forwarded: 2, quarantined: 0 });
});

test("what Heap already has stays forwarded, sent again under the same key or not", async () => {
  await receive([event("anna"), event("ben")]);
  const keys = arrived();
  await useField("user_id");
  await prisma.source.update({ where: { id: source.id }, data: { eventTypes: ["users.messages.sms.Send"] } });

  const replay = await requestReplay(systemCtx, { ...at(), outcome: "forwarded" });
  await runReplaySlice(replay.id);
  expect(await books()).toMatchObject({ forwarded: 2, filtered: 0 });

  await prisma.$executeRaw`UPDATE source SET event_types = NULL WHERE id = ${source.id}::uuid`;
  const again = await requestReplay(systemCtx, { ...at(), outcome: "forwarded" });
  await runReplaySlice(again.id);
  expect(await books()).toMatchObject({ forwarded: 2 });
  expect(arrived()).toEqual(keys);
});

test("while Heap fails, a replay keeps what it has done, waits, and continues from there", async () => {
  await receive([event("[REDACTED]", "a"), event("[REDACTED]", "b")]);
  await useField("user_id");
  const replay = await requestReplay(systemCtx, { ...at(), outcome: "quarantined" });

  sandbox.state.faults.add({ target: "heap.track", mode: "status", status: 503, count: 1 });
  const slice = await runReplaySlice(replay.id);
  expect(slice.done).toBe(false);
  expect(slice.waitSeconds).toBeGreaterThan(0);
  expect(await books()).toMatchObject({ quarantined: 2 });

  await endWait(heapApp());
  await runReplaySlice(replay.id);
  expect(await books()).toMatchObject({ quarantined: 0, forwarded: 2 });
});

test("a replay makes no call while Heap has asked for a wait, and neither does a slice that comes early", async () => {
  await receive([event("[REDACTED]", "a")]);
  await useField("user_id");
  const asked = { status: 429, retryAfterSeconds: 600 };
  sandbox.state.faults.add({ target: "heap.track", mode: "status", ...asked, count: 1 });
  await receive([event("anna")]);
  const calls = () => sandbox.state.heap.apps.get(String(appNumber))?.calls ?? 0;
  const before = calls();

  const replay = await requestReplay(systemCtx, { ...at(), outcome: "quarantined" });
  const slice = await runReplaySlice(replay.id);
  expect(slice.done).toBe(false);
  expect(slice.waitSeconds).toBeGreaterThan(500);
  expect((await forwardSlice(heapApp())).waitSeconds).toBeGreaterThan(500);
  expect(calls()).toBe(before);
});

test("events that still cannot be sent stay quarantined, and the replay finishes", async () => {
  await receive([event("[REDACTED]", "a"), event("[REDACTED]", "b"), event("[REDACTED]", "c")]);
  const replay = await requestReplay(systemCtx, { ...at(), outcome: "quarantined" });
  await runReplaySlice(replay.id);
  expect(await books()).toMatchObject({ quarantined: 3, forwarded: 0 });
  const [view] = (await listReplays(systemCtx, { ...at(), limit: 1 })).items;
  expect(view).toMatchObject({ state: "succeeded", done: 3, quarantined: 3 });
});

test("an event Heap refuses is quarantined with Heap's message, and the others continue", async () => {
  await receive([event("[REDACTED]", "a"), event("[REDACTED]", "b")]);
  await useField("user_id");
  const replay = await requestReplay(systemCtx, { ...at(), outcome: "quarantined" });

  appOf(sandbox.state.heap, String(appNumber)).poisonIdentities = new Set(["a"]);
  await runReplaySlice(replay.id);
  expect(await books()).toMatchObject({ quarantined: 1, forwarded: 1 });
  const refused = await prisma.event.findFirstOrThrow({
    where: { sourceId: source.id, outcome: "quarantined" },
  });
  expect(refused.reason).toContain("Heap refused it");
});

test("a lost answer leads to a repeat without a second event in Heap", async () => {
  await receive([event("[REDACTED]", "a"), event("[REDACTED]", "b")]);
  await useField("user_id");
  const replay = await requestReplay(systemCtx, { ...at(), outcome: "quarantined" });

  sandbox.state.faults.add({ target: "heap.track", mode: "drop_after", count: 1 });
  expect(await runReplaySlice(replay.id)).toMatchObject({ done: false });
  await endWait(heapApp());
  await runReplaySlice(replay.id);
  expect(arrived()).toHaveLength(2);
  expect(await books()).toMatchObject({ quarantined: 0, forwarded: 2 });
});

test("a replay of one event, one type or one identity leaves every other event alone", async () => {
  await receive([event("[REDACTED]", "a"), event("[REDACTED]", "b")]);
  await useField("user_id");
  const first = await prisma.event.findFirstOrThrow({ where: { sourceId: source.id, index: 0 } });

  const one = await requestReplay(systemCtx, {
    ...at(),
    outcome: "quarantined",
    event: { batchId: first.batchId, index: 0 },
  });
  await runReplaySlice(one.id);
  expect(await books()).toMatchObject({ quarantined: 1, forwarded: 1 });
  expect(
    await previewReplay(systemCtx, { ...at(), outcome: "quarantined", type: "users.messages.sms.Send" }),
  ).toMatchObject({ total: 0 });
});

test("a replay touches only the requested customer and source", async () => {
  await receive([event("[REDACTED]", "a")]);
  const other = await makeSource({ heapAppId: String(appNumber) });
  await sendBatch(other, [event("[REDACTED]", "z")]);
  await forwardSlice(heapApp());
  await prisma.source.updateMany({ data: { identityField: "user_id" } });

  const replay = await requestReplay(systemCtx, { ...at(), outcome: "quarantined" });
  await runReplaySlice(replay.id);
  const untouched = await prisma.event.findFirstOrThrow({ where: { sourceId: other.id } });
  expect(untouched.outcome).toBe("quarantined");

  const foreign = { customerId: other.customerId, sourceId: source.id, outcome: "forwarded" as const };
  await expect(requestReplay(systemCtx, foreign)).rejects.toMatchObject({ code: "not_found" });
  await expect(previewReplay(systemCtx, foreign)).rejects.toMatchObject({ code: "not_found" });
  await expect(
    cancelReplay(systemCtx, { customerId: other.customerId, replayId: replay.id }),
  ).rejects.toMatchObject({ code: "not_found" });
});

test("events whose body was pruned are counted as unavailable and stay unchanged", async () => {
  await receive([event("[REDACTED]", "a")]);
  await pool.query("UPDATE batch SET body = NULL WHERE source_id = $1", [source.id]);
  await useField("user_id");

  const replay = await requestReplay(systemCtx, { ...at(), outcome: "quarantined" });
  await runReplaySlice(replay.id);
  const [view] = (await listReplays(systemCtx, { ...at(), limit: 1 })).items;
  expect(view).toMatchObject({ state: "succeeded", done: 1, unavailable: 1, forwarded: 0 });
  expect(await books()).toMatchObject({ quarantined: 1 });
});

test("one replay of a source at a time; a cancelled one stops before its next call and is over", async () => {
  await receive([event("[REDACTED]", "a")]);
  const replay = await requestReplay(systemCtx, { ...at(), outcome: "quarantined" });
  await expect(requestReplay(systemCtx, { ...at(), outcome: "quarantined" })).rejects.toMatchObject({
    code: "conflict",
  });

  expect(await cancelReplay(systemCtx, { ...at(), replayId: replay.id })).toMatchObject({
    state: "cancelled",
  });
  expect(await runReplaySlice(replay.id)).toEqual({ done: true, waitSeconds: 0 });
  await expect(cancelReplay(systemCtx, { ...at(), replayId: replay.id })).rejects.toMatchObject({
    code: "conflict",
  });
});

test("a paused source holds its replay, which the sweep finds again after the pause", async () => {
  await receive([event("[REDACTED]", "a")]);
  const replay = await requestReplay(systemCtx, { ...at(), outcome: "quarantined" });
  await prisma.source.update({ where: { id: source.id }, data: { pausedAt: new Date() } });
  await useField("user_id");

  expect(await runReplaySlice(replay.id)).toEqual({ done: true, waitSeconds: 0 });
  expect(await books()).toMatchObject({ quarantined: 1 });
  await pool.query("UPDATE replay SET touched_at = now() - interval '1 h' WHERE id = $1", [replay.id]);
  expect((await findStalledReplays()).map(({ replayId }) => replayId)).not.toContain(replay.id);

  await prisma.source.update({ where: { id: source.id }, data: { pausedAt: null } });
  expect((await findStalledReplays()).map(({ replayId }) => replayId)).toContain(replay.id);
});

test("a viewer may preview a replay and not start one; starting leaves an audit entry", async () => {
  await receive([event("[REDACTED]", "a")]);
  const { ctx } = await makeMember("viewer");
  await expect(previewReplay(ctx, { ...at(), outcome: "quarantined" })).resolves.toMatchObject({ total: 1 });
  await expect(requestReplay(ctx, { ...at(), outcome: "quarantined" })).rejects.toMatchObject({
    code: "forbidden",
  });

  await requestReplay(systemCtx, { ...at(), outcome: "quarantined" });
  const entry = await prisma.auditEntry.findFirstOrThrow({
    where: { action: "replay.requested", subjectId: source.id },
  });
  expect(entry.after).toMatchObject({ total: 1, outcome: "quarantined" });
});

test("a replay that ended the process again and again fails with what to do, and sends nothing", async () => {
  await receive([event("[REDACTED]")]);
  await useField("user_id");
  const { id } = await requestReplay(systemCtx, { ...at(), outcome: "quarantined" });
  await leaveSlicesOpen("replay", id);

  expect(await runReplaySlice(id)).toEqual({ done: true, waitSeconds: 0 });
  const [replay] = (await listReplays(systemCtx, { ...at(), limit: 1 })).items;
  expect(replay).toMatchObject({
    state: "failed",
    error: expect.stringMatching(/^This was interrupted 10 times in a row.* Ask the operator/),
  });
  expect(arrived()).toEqual([]);
});

// The last one: ids that are made while the clock is ahead stay ahead.
test("an event from the future is quarantined and can be replayed once its time has come", async () => {
  const ahead = { ...event("anna"), time: Math.floor(Date.now() / 1_000) + 2 * 24 * 60 * 60 };
  await receive([ahead]);
  expect(await books()).toMatchObject({ forwarded: 0, quarantined: 1 });

  const early = await requestReplay(systemCtx, { ...at(), outcome: "quarantined" });
  await runReplaySlice(early.id);
  expect(await books()).toMatchObject({ forwarded: 0, quarantined: 1 });

  vi.useFakeTimers({ now: (ahead.time - 60) * 1_000, toFake: ["Date"] });
  try {
    const replay = await requestReplay(systemCtx, { ...at(), outcome: "quarantined" });
    await runReplaySlice(replay.id);
  } finally {
    vi.useRealTimers();
  }
  expect(await books()).toMatchObject({ forwarded: 1, quarantined: 0 });
  expect(arrived()).toEqual([ahead.id]);
});
