import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { requestReplay } from "@/lib/forwarding/replays/request-replay";
import { runReplaySlice } from "@/lib/forwarding/replays/run-replay-slice";
import { pool, prisma } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { createTestDestination, ctxOf, postPage } from "@/tools/testing/make-destination";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import {
  carryOut,
  deletionOf,
  mergeOf,
  requestOf,
  runDeletion,
  stepsOf,
} from "@/tools/testing/run-deletions";
import { ANNA, eventOf } from "@/tools/testing/run-erasures";
import { useSandbox } from "@/tools/testing/run-syncs";
import { whereIs } from "@/tools/testing/where-is";
import { closeDeletion } from "./close-deletion";
import { liftSuppression } from "./lift-suppression";
import { startDeletion } from "./start-deletion";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());

let appNumber = 9_100;
let source: TestSource;
const admin = ctxOf("admin");
const ANNA_IN_BRAZE = "aaaaaaaaaaaaaaaaaaaaaaaa";
const BEN_IN_BRAZE = "bbbbbbbbbbbbbbbbbbbbbbbb";

beforeEach(async () => {
  sandbox.state.faults.clear();
  source = await makeSource({ heapAppId: String(++appNumber) });
});

const forward = () => forwardSlice(`sandbox:${appNumber}`);
const app = () => sandbox.state.heap.apps.get(String(appNumber));

/** Posts events and forwards them. */
async function post(...events: unknown[]): Promise<void> {
  await sendBatch(source, events);
  await forward();
}

async function books() {
  const { rows } = await pool.query(
    `SELECT sum(accepted)::int AS accepted, sum(forwarded)::int AS forwarded, sum(filtered)::int AS filtered,
            sum(quarantined)::int AS quarantined, sum(duplicate)::int AS duplicate, bool_and(state = 'done') AS done
     FROM batch WHERE source_id = $1`,
    [source.id],
  );
  return rows[0];
}

const actions = async () =>
  (
    await prisma.auditEntry.findMany({
      where: { customerId: source.customerId, subjectKind: "deletion_request" },
      orderBy: { id: "asc" },
    })
  ).map(({ action }) => action);

test("a request that Braze posted is kept with its deadline and waits for a person; nothing is deleted", async () => {
  await post(eventOf(ANNA, ANNA_IN_BRAZE), deletionOf(ANNA_IN_BRAZE));

  const request = await requestOf(source.customerId);
  expect(request).toMatchObject({ state: "open", startedAt: null, repeats: 0 });
  const month = new Date(request.receivedAt);
  month.setUTCMonth(month.getUTCMonth() + 1);
  expect(request.dueAt).toEqual(month);
  expect(app()?.identities.has(ANNA)).toBe(true);
  expect(await books()).toMatchObject({ accepted: 2, forwarded: 1, filtered: 1, done: true });
});

test("carried out for a source that allows it: erased here, deleted in Heap, the books balanced, nobody else touched", async () => {
  const [anna, annaInBraze] = [`anna-${appNumber}`, `braze-anna-${appNumber}`];
  await carryOut(source, String(appNumber));
  await post(eventOf(anna, annaInBraze), eventOf("ben", BEN_IN_BRAZE), deletionOf(annaInBraze));
  const request = await requestOf(source.customerId);
  expect(request.state).toBe("under_way");

  await runDeletion(request.id);
  expect(await requestOf(source.customerId)).toMatchObject({ state: "done", idsEnc: null });
  expect(await stepsOf(request.id)).toEqual(["here: done", "heap: done", "braze: left"]);
  expect([...(app()?.identities ?? [])]).toEqual(["ben"]);
  expect(await whereIs(pool, anna)).toEqual([]);
  expect(await whereIs(pool, annaInBraze)).toEqual([]);
  expect(await whereIs(pool, "ben")).toContain("batch.body");
  expect(await books()).toMatchObject({ accepted: 3, forwarded: 2, filtered: 1, done: true });
  expect(await actions()).toEqual(
    expect.arrayContaining(["deletion_request.started", "deletion_request.carried_out"]),
  );
});

test("asked for many times, in one batch, later and after the end, one deletion happens", async () => {
  await carryOut(source, String(appNumber));
  await post(eventOf(ANNA, ANNA_IN_BRAZE), deletionOf(ANNA_IN_BRAZE), deletionOf(ANNA_IN_BRAZE));
  await post(deletionOf(ANNA_IN_BRAZE));
  const request = await requestOf(source.customerId);
  await runDeletion(request.id);
  await post(deletionOf(ANNA_IN_BRAZE));

  expect(await prisma.deletionRequest.findMany({ where: { customerId: source.customerId } })).toMatchObject([
    { state: "done", repeats: 3 },
  ]);
  const asked = [...sandbox.state.heap.deletions.values()].filter(({ appId }) => appId === String(appNumber));
  expect(asked).toHaveLength(1);
});

test("a request delivered again by Braze counts as nothing new", async () => {
  const event = deletionOf(ANNA_IN_BRAZE);
  await post(event);
  await post(event);
  expect(await requestOf(source.customerId)).toMatchObject({ repeats: 0 });
});

test("events that come later are filtered, by either id, until an admin allows the person again", async () => {
  await carryOut(source, String(appNumber));
  await post(eventOf(ANNA, ANNA_IN_BRAZE), deletionOf(ANNA_IN_BRAZE));
  const request = await requestOf(source.customerId);
  await runDeletion(request.id);

  await post(
    eventOf(ANNA, "somebody-new"),
    eventOf("another-name", ANNA_IN_BRAZE),
    eventOf("ben", BEN_IN_BRAZE),
  );
  expect(await prisma.event.count({ where: { sourceId: source.id, reason: "erased on request" } })).toBe(2);
  expect([...(app()?.identities ?? [])]).toEqual(["ben"]);

  const place = { customerId: source.customerId, deletionRequestId: request.id };
  await liftSuppression(admin, place);
  await liftSuppression(admin, place);
  expect((await actions()).filter((action) => action === "deletion_request.lifted")).toHaveLength(1);
  await post(eventOf(ANNA, ANNA_IN_BRAZE));
  expect([...(app()?.identities ?? [])].sort()).toEqual([ANNA, "ben"]);

  await post(deletionOf(ANNA_IN_BRAZE));
  expect(await prisma.deletionRequest.count({ where: { customerId: source.customerId } })).toBe(2);
});

test("an external id that is another Braze user's too stops the deletion before anything is erased", async () => {
  await carryOut(source, String(appNumber));
  await post(eventOf(ANNA, ANNA_IN_BRAZE), eventOf(ANNA, BEN_IN_BRAZE), deletionOf(ANNA_IN_BRAZE));
  const request = await requestOf(source.customerId);
  await runDeletion(request.id);

  expect(await requestOf(source.customerId)).toMatchObject({
    state: "failed",
    words: expect.stringContaining("also another"),
  });
  expect(app()?.identities.has(ANNA)).toBe(true);
  expect(await prisma.erasure.count({ where: { customerId: source.customerId } })).toBe(0);
});

test.each([null, "[REDACTED]", "639a35d192b0df004d06514c"])(
  "a request about nobody (%s) is refused and said",
  async (id) => {
    await carryOut(source, String(appNumber));
    await post(deletionOf(id));
    expect(await requestOf(source.customerId)).toMatchObject({ state: "refused", idsEnc: null });
  },
);

test("a request that waits can be refused, and then cannot be started", async () => {
  await post(deletionOf(ANNA_IN_BRAZE));
  const place = { customerId: source.customerId, deletionRequestId: (await requestOf(source.customerId)).id };
  await closeDeletion(admin, { ...place, as: "refused", reason: "The user took it back" });
  await expect(startDeletion(admin, place)).rejects.toMatchObject({ code: "conflict" });
});

test("a segment that names the deleted person later does not take them in, and says so", async () => {
  const destination = await createTestDestination();
  source = await makeSource({ heapAppId: String(appNumber), customerId: destination.customerId });
  await carryOut(source, String(appNumber));
  await post(eventOf(ANNA, ANNA_IN_BRAZE), deletionOf(ANNA_IN_BRAZE));
  await runDeletion((await requestOf(destination.customerId)).id);

  const segmentId = await postPage(destination, { add: [ANNA, "ben"] });
  expect(await prisma.member.findMany({ where: { segmentId } })).toMatchObject([{ userKey: "ben" }]);
  expect(await prisma.page.findFirst({ where: { segmentId } })).toMatchObject({
    reason: "1 user left out: erased on request.",
  });

  await postPage(destination, { remove: [ANNA, "carl"] });
  expect(await prisma.member.findMany({ where: { segmentId }, orderBy: { userKey: "asc" } })).toMatchObject([
    { userKey: "ben", wanted: true },
    { userKey: "carl", wanted: false },
  ]);
});

test("who is still a member while the deletion has stopped leaves when Heap says so", async () => {
  const destination = await createTestDestination();
  source = await makeSource({ heapAppId: String(appNumber), customerId: destination.customerId });
  const segmentId = await postPage(destination, { add: [ANNA_IN_BRAZE, "ben"] });
  await carryOut(source, String(appNumber));
  await post(eventOf(ANNA, ANNA_IN_BRAZE), eventOf(ANNA, BEN_IN_BRAZE), deletionOf(ANNA_IN_BRAZE));
  await runDeletion((await requestOf(destination.customerId)).id);

  await postPage(destination, { remove: [ANNA_IN_BRAZE] });
  expect(await prisma.member.findMany({ where: { segmentId }, orderBy: { userKey: "asc" } })).toMatchObject([
    { userKey: ANNA_IN_BRAZE, wanted: false },
    { userKey: "ben", wanted: true },
  ]);
});

test("a merge is kept with both ids, and a deletion reaches who was merged into the person", async () => {
  await carryOut(source, String(appNumber));
  await post(
    eventOf("anna-before", "cccccccccccccccccccccccc"),
    mergeOf("cccccccccccccccccccccccc", ANNA_IN_BRAZE),
  );
  await post(eventOf(ANNA, ANNA_IN_BRAZE), deletionOf(ANNA_IN_BRAZE));
  expect(await prisma.identityChange.findMany({ where: { customerId: source.customerId } })).toMatchObject([
    { goneId: "cccccccccccccccccccccccc", staysId: ANNA_IN_BRAZE },
  ]);
  await runDeletion((await requestOf(source.customerId)).id);
  expect(app()?.identities.size).toBe(0);
  expect(await prisma.identityChange.count({ where: { customerId: source.customerId } })).toBe(0);
  expect(await whereIs(pool, "anna-before")).toEqual([]);
});

test("a merge of a placeholder is none, so a deletion does not reach the people behind it", async () => {
  await carryOut(source, String(appNumber));
  await post(
    eventOf("innocent", "null"),
    mergeOf("null", ANNA_IN_BRAZE),
    mergeOf("[REDACTED]", ANNA_IN_BRAZE),
  );
  await post(eventOf(ANNA, ANNA_IN_BRAZE), deletionOf(ANNA_IN_BRAZE));
  await runDeletion((await requestOf(source.customerId)).id);

  expect(app()?.identities.has("innocent")).toBe(true);
  expect(app()?.identities.has(ANNA)).toBe(false);
});

test("ids longer than any identity name nobody, and hold nothing up", async () => {
  const long = Array.from({ length: 1_500 }, (_, place) => String.fromCharCode(0x4e00 + place)).join("");
  await post(
    mergeOf(long, ANNA_IN_BRAZE),
    mergeOf(ANNA_IN_BRAZE, long),
    deletionOf(long),
    eventOf("ben", BEN_IN_BRAZE),
  );

  expect(await books()).toMatchObject({ accepted: 4, forwarded: 1, filtered: 3, done: true });
  expect(await prisma.identityChange.count({ where: { customerId: source.customerId } })).toBe(0);
  expect(await requestOf(source.customerId)).toMatchObject({ state: "refused", idsEnc: null });
});

test("a merge that Braze tells after the deletion keeps no id of the person, whichever of the two they are", async () => {
  await carryOut(source, String(appNumber));
  await post(eventOf(ANNA, ANNA_IN_BRAZE), deletionOf(ANNA_IN_BRAZE));
  await runDeletion((await requestOf(source.customerId)).id);

  await post(mergeOf(ANNA_IN_BRAZE, BEN_IN_BRAZE), mergeOf(BEN_IN_BRAZE, ANNA_IN_BRAZE));
  expect(await prisma.identityChange.count({ where: { customerId: source.customerId } })).toBe(0);
  const merges = await prisma.event.findMany({
    where: { sourceId: source.id, type: "users.UserOrphan" },
  });
  expect(merges).toMatchObject([{ reason: "erased on request" }, { reason: "erased on request" }]);
});

test("a request in a quarantined event is kept, waits for a person, and is kept once through a replay and a redelivery", async () => {
  await carryOut(source, String(appNumber));
  const of = (workspace: string, event: object) => ({ ...event, properties: { app_group_id: workspace } });
  await post(of("first", eventOf(ANNA, ANNA_IN_BRAZE)));
  const asks = of("second", deletionOf(ANNA_IN_BRAZE));
  await post(asks);
  expect(await requestOf(source.customerId)).toMatchObject({ state: "open", repeats: 0 });

  await replayAll("quarantined");
  await post(asks, eventOf("ben", BEN_IN_BRAZE));
  expect(await requestOf(source.customerId)).toMatchObject({ state: "open", repeats: 0 });
});

test("a request that is in the books and was never kept is kept by a replay, or when Braze sends it again", async () => {
  for (const again of ["replay", "redelivery"]) {
    const event = deletionOf(`${again}-${appNumber}`);
    await post(event);
    await prisma.deletionRequest.deleteMany({ where: { customerId: source.customerId } });
    if (again === "replay") await replayAll("filtered");
    // With another event: the same request byte for byte is answered and not stored again.
    else await post(event, eventOf("ben", BEN_IN_BRAZE));
    expect(await prisma.deletionRequest.count({ where: { customerId: source.customerId } }), again).toBe(1);
  }
});

test("a request is kept whatever else is wrong with its event: a space after its type, a text as its time", async () => {
  const asks = deletionOf(ANNA_IN_BRAZE);
  await post({ ...asks, event_type: "users.UserDeleteRequest " });
  await post({ ...deletionOf(BEN_IN_BRAZE), time: "soon" });
  expect(await prisma.deletionRequest.findMany({ where: { customerId: source.customerId } })).toMatchObject([
    { state: "open" },
    { state: "open" },
  ]);
});

test("a replay of requests from before the person was allowed again does not delete them again", async () => {
  await post(deletionOf(ANNA_IN_BRAZE));
  await post(deletionOf(ANNA_IN_BRAZE));
  const request = await requestOf(source.customerId);
  await prisma.deletionRequest.update({
    where: { id: request.id },
    data: { state: "done", idsEnc: null, liftedAt: new Date() },
  });
  await replayAll("filtered");
  expect(await prisma.deletionRequest.count({ where: { customerId: source.customerId } })).toBe(1);
  await post(deletionOf(ANNA_IN_BRAZE));
  expect(await prisma.deletionRequest.count({ where: { customerId: source.customerId } })).toBe(2);
});

async function replayAll(outcome: "quarantined" | "filtered"): Promise<void> {
  const replay = await requestReplay(admin, { customerId: source.customerId, sourceId: source.id, outcome });
  await runReplaySlice(replay.id);
}
