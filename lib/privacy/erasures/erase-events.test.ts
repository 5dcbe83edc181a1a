import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { acceptBatch } from "@/lib/forwarding/batches/accept-batch";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { requestReplay } from "@/lib/forwarding/replays/request-replay";
import { runReplaySlice } from "@/lib/forwarding/replays/run-replay-slice";
import { pool, prisma } from "@/lib/kernel/database";
import { oneLine } from "@/lib/kernel/storable-text";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { ctxOf } from "@/tools/testing/make-destination";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import { systemCtx } from "@/tools/testing/make-team";
import { ANNA, erase, eventOf } from "@/tools/testing/run-erasures";
import { useSandbox } from "@/tools/testing/run-syncs";
import { whereIs } from "@/tools/testing/where-is";
import { erasurePreviewInput } from "./erasure-input";
import { listErasures } from "./list-erasures";
import { previewErasure } from "./preview-erasure";
import { requestErasure } from "./request-erasure";
import { runErasureSlice } from "./run-erasure-slice";

const admin = ctxOf("admin");

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());

let appNumber = 7_400;
let source: TestSource;
beforeEach(async () => {
  sandbox.state.faults.clear();
  source = await makeSource({ heapAppId: String(++appNumber) });
});

const forward = () => forwardSlice(`sandbox:${appNumber}`);

async function books(sourceId = source.id) {
  const { rows } = await pool.query(
    `SELECT sum(accepted)::int AS accepted, sum(forwarded)::int AS forwarded, sum(filtered)::int AS filtered,
            sum(duplicate)::int AS duplicate, sum(quarantined)::int AS quarantined, bool_and(state = 'done') AS done
     FROM batch WHERE source_id = $1`,
    [sourceId],
  );
  return rows[0];
}

test("the books balance: sent events stay forwarded, waiting and quarantined ones become filtered and are never sent", async () => {
  await sendBatch(source, [eventOf(ANNA), eventOf("[REDACTED]", ANNA), eventOf("ben")]);
  await forward();
  await sendBatch(source, [eventOf(ANNA), eventOf("carl"), eventOf(null, ANNA)]);
  const before = sandbox.state.heap.apps.get(String(appNumber))?.keys.size ?? 0;
  expect(before).toBe(2);

  expect((await erase(source.customerId)).slice.done).toBe(true);
  expect(await books()).toEqual({
    accepted: 6,
    forwarded: 2,
    filtered: 3,
    duplicate: 0,
    quarantined: 0,
    done: false,
  });
  await forward();
  expect(await books()).toMatchObject({ accepted: 6, forwarded: 3, filtered: 3, quarantined: 0, done: true });
  expect(sandbox.state.heap.apps.get(String(appNumber))?.keys.size).toBe(before + 1);
  const erased = await prisma.event.findMany({ where: { sourceId: source.id, reason: "erased" } });
  expect(erased).toHaveLength(4);
  expect(erased.every((row) => row.identity === null && row.field === null)).toBe(true);
});

test("the other events of a request keep their places and bodies", async () => {
  const ben = eventOf("ben");
  await sendBatch(source, [eventOf(ANNA), ben, eventOf(ANNA)]);
  await forward();
  await erase(source.customerId);
  const { body } = await prisma.batch.findFirstOrThrow({ where: { sourceId: source.id } });
  const { events } = JSON.parse(Buffer.from(body ?? []).toString("utf8"));
  expect(events).toHaveLength(3);
  expect(events[1]).toEqual(ben);
  expect(events[0]).toEqual({
    id: expect.any(String),
    event_type: ben.event_type,
    time: ben.time,
    tributary_erased: true,
  });
});

test("a person is found behind invisible characters; long numbers of the others keep their digits", async () => {
  const others = { ...eventOf("ben"), properties: { order_id: 0 } };
  const text = JSON.stringify({ events: [eventOf(`\u200e${ANNA}\u200b`), others] });
  const body = Buffer.from(text.replace('"order_id":0', '"order_id":12345678901234567890'));
  await acceptBatch({ token: source.token, bearerToken: null, body });
  await forward();
  expect(await prisma.event.count({ where: { sourceId: source.id, identity: ANNA } })).toBe(1);

  await erase(source.customerId);
  const batch = await prisma.batch.findFirstOrThrow({ where: { sourceId: source.id } });
  const { events } = JSON.parse(Buffer.from(batch.body ?? []).toString("utf8"));
  expect(events[0]).toMatchObject({ tributary_erased: true });
  expect(events[1].properties).toEqual({ order_id: "12345678901234567890" });
  expect(await books()).toMatchObject({ accepted: 2, forwarded: 2, done: true });
});

test.each(["علی\u200cرضا", "क्\u200dष", "👨\u200d👩\u200d👧", "a\u00adb", "a\u200bb", "line\nbreak"])(
  "a person whose id is %j, with what does not show inside, is found, erased and nobody else is",
  async (identity) => {
    const alike = identity.replace(/[^\p{L}\p{M}\p{Extended_Pictographic}]/gu, "");
    await sendBatch(source, [eventOf(identity), eventOf(alike)]);
    await forward();
    const { customerId } = source;
    const counted = await previewErasure(admin, { customerId, ...erasurePreviewInput.parse({ identity }) });
    expect(counted.exact.events).toBe(1);
    await erase(customerId, identity);

    const batch = await prisma.batch.findFirstOrThrow({ where: { sourceId: source.id } });
    const { events } = JSON.parse(Buffer.from(batch.body ?? []).toString("utf8"));
    expect(events[0]).toMatchObject({ tributary_erased: true });
    expect(events[1].user.external_user_id).toBe(alike);
  },
);

test("a replay after the erasure restores nobody, and one that took the event earlier leaves it erased", async () => {
  await sendBatch(source, [eventOf("[REDACTED]", ANNA), eventOf("[REDACTED]", "ben")]);
  await forward();
  await prisma.source.update({ where: { id: source.id }, data: { identityField: "user_id" } });
  const replay = await requestReplay(systemCtx, {
    customerId: source.customerId,
    sourceId: source.id,
    outcome: "quarantined",
  });
  await erase(source.customerId);
  await runReplaySlice(replay.id);
  expect(await books()).toMatchObject({ accepted: 2, forwarded: 1, filtered: 1, quarantined: 0 });

  const again = await requestReplay(systemCtx, {
    customerId: source.customerId,
    sourceId: source.id,
    outcome: "filtered",
  });
  await runReplaySlice(again.id);
  expect(await books()).toMatchObject({ forwarded: 1, filtered: 1, quarantined: 0 });
  expect(await whereIs(pool, `"user_id":"${ANNA}"`)).toEqual([]);
});

test("a merge message that says who stays names that person, and goes with them", async () => {
  const orphan = {
    ...eventOf("gone", "braze-gone"),
    event_type: "users.UserOrphan",
    properties: { orphaned_by_id: ANNA },
  };
  await sendBatch(source, [orphan, eventOf("ben")]);
  await forward();
  await erase(source.customerId);
  expect(await whereIs(pool, ANNA)).toEqual([]);
});

test("a sender cannot pass an event off as erased: its user goes all the same", async () => {
  await sendBatch(source, [{ ...eventOf(ANNA), tributary_erased: true }, eventOf("ben")]);
  await forward();
  await erase(source.customerId);
  expect(await whereIs(pool, ANNA)).toEqual([]);
});

test("a vendor's words name a person as one line: they go as well", async () => {
  const spaced = `${ANNA.replace("@", "  (at) ")} x`;
  await sendBatch(source, [eventOf(spaced)]);
  await forward();
  const words = `The external id '${oneLine(spaced)}' is wrong.`;
  await pool.query("UPDATE delivery SET words = $2 WHERE source_id = $1", [source.id, words]);
  await erase(source.customerId, spaced);
  expect(await whereIs(pool, oneLine(spaced))).toEqual([]);
});

test("a redelivery of an erased event is a duplicate: Heap does not get it again", async () => {
  const sent = eventOf(ANNA);
  await sendBatch(source, [sent, eventOf("ben")]);
  await forward();
  await erase(source.customerId);
  await sendBatch(source, [sent]);
  await forward();
  expect(await books()).toMatchObject({ accepted: 3, forwarded: 2, duplicate: 1 });
});

test("a process killed between two chunks, or running twice, continues from the rows and counts nothing twice", async () => {
  for (let batch = 0; batch < 250; batch++) await sendBatch(source, [eventOf(ANNA), eventOf("ben")]);
  const { id } = await requestErasure(admin, {
    customerId: source.customerId,
    identity: ANNA,
    includesVariants: false,
    confirm: ANNA,
  });
  await Promise.all([runErasureSlice(id), runErasureSlice(id)]);
  const [view] = (await listErasures(admin, { customerId: source.customerId, limit: 1 })).items;
  expect(view).toMatchObject({ phase: "done", events: 250, total: 250, done: 250 });
  expect(await books()).toMatchObject({ accepted: 500, filtered: 250 });
  await runErasureSlice(id);
  expect(
    await prisma.auditEntry.count({
      where: { action: "customer.identity_erased", customerId: source.customerId },
    }),
  ).toBe(1);
});

test("events whose body was pruned are found by their recorded identity", async () => {
  await sendBatch(source, [eventOf(ANNA)]);
  await forward();
  await pool.query("UPDATE batch SET body = NULL WHERE source_id = $1", [source.id]);
  await erase(source.customerId);
  const row = await prisma.event.findFirstOrThrow({ where: { sourceId: source.id } });
  expect(row).toMatchObject({ outcome: "forwarded", identity: null, reason: "erased" });
});

test("whose id came as a number is erased by its digits, in events that wait and in the bodies that are kept", async () => {
  const asNumber = { ...eventOf("x"), user: { external_user_id: 7_316_049_582_713_604 } };
  await sendBatch(source, [asNumber, eventOf("ben")]);

  expect((await erase(source.customerId, "7316049582713604")).slice.done).toBe(true);
  await forward();
  expect(await books()).toMatchObject({ accepted: 2, forwarded: 1, filtered: 1, done: true });
  expect(await whereIs(pool, "7316049582713604")).toEqual([]);
});
