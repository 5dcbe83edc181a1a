import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { findStalledHeapApps } from "@/lib/forwarding/deliveries/heap-app";
import { inTransaction, pool, prisma } from "@/lib/kernel/database";
import { suppressIds } from "@/lib/privacy/deletions/suppress-ids";
import { applyRetention } from "@/lib/privacy/retention/apply-retention";
import { heapPropertiesOf } from "@/lib/vendors/heap/user-properties-client";
import { createRandom, freshSeed } from "@/sandbox/senders/random";
import { booksOf } from "@/tools/testing/forward-events";
import { sendBatch } from "@/tools/testing/make-source";
import { countsOf, groupEvent, setUpUserProperties, USER_PROPERTY_RULES } from "@/tools/testing/owing-source";
import { asOwner } from "@/tools/testing/owner";
import { erase } from "@/tools/testing/run-erasures";
import { settleAccepted } from "./settle-owed";
import { takeOwed } from "./take-owed";

const here = setUpUserProperties(8_600);

test("what events say about their users reaches Heap as user properties, named after the group", async () => {
  const source = await here.makeOwing();
  await sendBatch(source, [groupEvent("ann", "Subscribed", 1)]);
  await here.forwardAll();

  expect(here.heapUsers()).toEqual({ ann: { braze_group_news: "Subscribed", email: "ann@example.com" } });
  expect(await countsOf(source)).toMatchObject({ wanted: 2, sent: 2, owed: 0, refused: 0 });
  expect(here.sandbox.state.heap.violations.summary()).toEqual({});
});

test("in any order, again and again, with failures and lost answers, Heap ends with the latest value", async () => {
  const source = await here.makeOwing();
  const random = createRandom(freshSeed());
  const last = new Map<string, string>();
  const events = Array.from({ length: 60 }, (_, place) => {
    const user = `user-${place % 7}`;
    const state = random.pick(["Subscribed", "Unsubscribed"]);
    last.set(user, state);
    return groupEvent(user, state, place, `event-${here.heapAppId}-${place}`);
  });
  const sent = random.shuffle([...events, ...events]);
  for (let from = 0; from < sent.length; from += 11) {
    const mode = random.pick(["drop_after", "drop_before", "status"] as const);
    here.sandbox.state.faults.add({ target: "heap.add_user_properties", mode, status: 500, count: 1 });
    await sendBatch(source, sent.slice(from, from + 11));
    await here.forwardAll();
  }
  here.sandbox.state.faults.clear();
  while ((await countsOf(source)).owed > 0) await here.forwardAll();

  for (const [user, state] of last) expect(here.heapUsers()[user]).toMatchObject({ braze_group_news: state });
  expect(await countsOf(source)).toMatchObject({ wanted: 14, sent: 14, refused: 0 });
});

test("a call that Heap refuses is halved to the user at fault; the others are sent, events are not held up", async () => {
  const source = await here.makeOwing();
  await sendBatch(
    source,
    ["a", "b", "c", "d", "e"].map((user) => groupEvent(user, "Subscribed", 1)),
  );
  here.sandbox.state.faults.add({
    target: "heap.add_user_properties",
    mode: "status",
    status: 500,
    count: 1,
  });
  await here.forwardAll();
  expect(await countsOf(source)).toMatchObject({ owed: 10 });
  expect(here.sandbox.state.heap.apps.get(here.heapAppId)?.eventsStored).toBe(5);

  here.sandbox.state.heap.apps.get(here.heapAppId)?.poisonIdentities.add("c");
  await here.forwardAll();
  expect(Object.keys(here.heapUsers()).sort()).toEqual(["a", "b", "d", "e"]);
  expect(await countsOf(source)).toMatchObject({
    sent: 8,
    owed: 0,
    refused: 2,
    refusedWords: expect.stringContaining("identity is not accepted"),
  });
});

test("when Heap refuses everything, a few calls tell so and the rest waits", async () => {
  const source = await here.makeOwing();
  const users = Array.from({ length: 60 }, (_, place) => groupEvent(`user-${place}`, "Subscribed", 1));
  here.sandbox.state.faults.add({
    target: "heap.add_user_properties",
    mode: "status",
    status: 400,
    count: 1_000,
  });
  await sendBatch(source, users);
  await here.forwardAll();

  const { owed, refused, refusedWords } = await countsOf(source);
  expect(owed + refused).toBe(120);
  expect(owed).toBeGreaterThan(90);
  expect(refusedWords).not.toBeNull();
  expect(here.sandbox.state.heap.apps.get(here.heapAppId)?.eventsStored).toBe(60);

  here.sandbox.state.faults.clear();
  await here.forwardAll();
  expect(await countsOf(source)).toMatchObject({ owed: 0, sent: 120 - refused, refused });
});

test("an older value that a stopped process sends after a newer one does not stay: the newer one is owed again", async () => {
  const source = await here.makeOwing();
  here.sandbox.state.faults.add({
    target: "heap.add_user_properties",
    mode: "status",
    status: 500,
    count: 1,
  });
  await sendBatch(source, [groupEvent("lea", "Subscribed", 1)]);
  await here.forwardAll();
  const older = await takeOwed({ ...source, heapAppId: here.heapAppId, heapRegion: "sandbox" });

  await sendBatch(source, [groupEvent("lea", "Unsubscribed", 2)]);
  await here.forwardAll();
  expect(here.heapUsers().lea).toMatchObject({ braze_group_news: "Unsubscribed" });

  await heapPropertiesOf({ heapRegion: "sandbox" }).addUserProperties({
    appId: here.heapAppId,
    users: older,
  });
  await settleAccepted(older);
  expect(await countsOf(source)).toMatchObject({ owed: 1 });
  await here.forwardAll();
  expect(here.heapUsers().lea).toMatchObject({ braze_group_news: "Unsubscribed" });
  expect(await countsOf(source)).toMatchObject({ owed: 0, sent: 2 });
});

test("while a source is paused what is owed is kept, and the sweep finds it afterwards", async () => {
  const source = await here.makeOwing();
  here.sandbox.state.faults.add({
    target: "heap.add_user_properties",
    mode: "status",
    status: 429,
    count: 1,
  });
  await sendBatch(source, [groupEvent("zoe", "Subscribed", 1)]);
  await here.forwardAll();
  await prisma.source.update({ where: { id: source.id }, data: { pausedAt: new Date() } });
  await here.forwardAll();
  expect(here.heapUsers()).toEqual({});
  expect(await countsOf(source)).toMatchObject({ owed: 2 });

  await prisma.source.update({ where: { id: source.id }, data: { pausedAt: null } });
  await pool.query(
    "UPDATE heap_app SET properties_resume_at = NULL, resume_at = NULL, touched_at = now() - interval '1 hour'",
  );
  const stalled = await findStalledHeapApps();
  expect(stalled).toContainEqual({ heapApp: `sandbox:${here.heapAppId}`, customerId: source.customerId });
  await here.forwardAll();
  expect(Object.keys(here.heapUsers())).toEqual(["zoe"]);
});

test("what is owed for somebody who was deleted on request is forgotten, never sent", async () => {
  const source = await here.makeOwing();
  here.sandbox.state.faults.add({
    target: "heap.add_user_properties",
    mode: "status",
    status: 500,
    count: 1,
  });
  await sendBatch(source, [groupEvent("gone", "Subscribed", 1), groupEvent("here", "Subscribed", 1)]);
  await here.forwardAll();
  const request = { id: randomUUID(), customerId: source.customerId };
  await inTransaction((sql) => suppressIds(sql, request, { brazeIds: [], externalIds: ["gone"] }));
  await here.forwardAll();
  expect(Object.keys(here.heapUsers())).toEqual(["here"]);
  expect(await prisma.userProperty.count({ where: { identity: "gone" } })).toBe(0);
});

test("what a removed rule made is not sent", async () => {
  const source = await here.makeOwing();
  here.sandbox.state.faults.add({
    target: "heap.add_user_properties",
    mode: "status",
    status: 500,
    count: 1,
  });
  await sendBatch(source, [groupEvent("kim", "Subscribed", 1)]);
  await here.forwardAll();
  await prisma.source.update({
    where: { id: source.id },
    data: { userProperties: [USER_PROPERTY_RULES[1] ?? {}] },
  });
  await here.forwardAll();
  expect(here.heapUsers()).toEqual({ kim: { braze_group_news: "Subscribed" } });
});

test("an erasure forgets a person's user properties, and old ones that are settled are pruned", async () => {
  const source = await here.makeOwing();
  await sendBatch(source, [groupEvent("eve", "Subscribed", 1), groupEvent("ida", "Subscribed", 1)]);
  await here.forwardAll();
  await erase(source.customerId, "eve");
  const rows = await prisma.userProperty.findMany({ where: { sourceId: source.id } });
  expect(new Set(rows.map(({ identity }) => identity))).toEqual(new Set(["ida"]));

  await pool.query("UPDATE user_property SET changed_at = now() - interval '40 days'");
  await applyRetention({ bodyDays: 10, outcomeDays: 30 });
  expect(await prisma.userProperty.count({ where: { sourceId: source.id } })).toBe(0);
});

test("a source without rules writes nothing down", async () => {
  const source = await here.makeOwing({ userProperties: [] });
  await sendBatch(source, [groupEvent("max", "Subscribed", 1)]);
  await here.forwardAll();
  expect(await prisma.userProperty.count({ where: { sourceId: source.id } })).toBe(0);
});

test("who is suppressed while a call with user properties is refused and halved is in no later call", async () => {
  const source = await here.makeOwing();
  let letGo = () => {};
  const until = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  here.sandbox.state.faults.add({ target: "heap.add_user_properties", mode: "latency", count: 1, until });
  await sendBatch(
    source,
    ["ann", "bad", "bob", "eve"].map((user) => groupEvent(user, "Subscribed", 1)),
  );
  const forwarding = forwardSlice(`sandbox:${here.heapAppId}`);
  await expect.poll(() => here.sandbox.state.faults.list()).toEqual([]);
  here.sandbox.state.heap.apps.get(here.heapAppId)?.poisonIdentities.add("bad");
  const request = { id: randomUUID(), customerId: source.customerId };
  await inTransaction((sql) => suppressIds(sql, request, { brazeIds: [], externalIds: ["ann"] }));
  letGo();
  await forwarding;

  expect(Object.keys(here.heapUsers()).sort()).toEqual(["bob", "eve"]);
});

test("a source whose user properties cannot be settled holds up no other and no event, is not sent for ever, and a person is told", async () => {
  const stuck = await here.makeOwing();
  const other = await here.makeOwing();
  await asOwner(`
    CREATE FUNCTION refuse_stuck() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NEW.source_id = '${stuck.id}' THEN RAISE EXCEPTION 'refused' USING ERRCODE = 'XX000'; END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER refuse_stuck BEFORE UPDATE ON user_property FOR EACH ROW EXECUTE FUNCTION refuse_stuck()`);
  await sendBatch(stuck, [groupEvent("ann", "Subscribed", 1)]);
  await sendBatch(other, [groupEvent("bob", "Subscribed", 1)]);
  const passTime = () =>
    pool.query("UPDATE open_slice SET begun_at = now() - interval '1 h' WHERE subject_id = $1", [stuck.id]);
  for (let count = 0; count < 14; count++) {
    await here.forwardAll();
    await passTime();
  }

  expect(await countsOf(other)).toMatchObject({ owed: 0, sent: 2 });
  expect(await booksOf(stuck.id)).toMatchObject({ forwarded: 1, done: true });
  const calls = here.sandbox.state.heap.apps.get(here.heapAppId)?.propertyCalls;
  await here.forwardAll();
  expect(here.sandbox.state.heap.apps.get(here.heapAppId)?.propertyCalls).toBe(calls);
  const { rows } = await pool.query("SELECT kind FROM alert WHERE customer_id = $1", [stuck.customerId]);
  expect(rows).toEqual([{ kind: "work_stuck" }]);

  await asOwner("DROP TRIGGER refuse_stuck ON user_property");
  await pool.query("UPDATE open_slice SET begun_at = now() - interval '25 h' WHERE subject_id = $1", [
    stuck.id,
  ]);
  await here.forwardAll();
  expect(await countsOf(stuck)).toMatchObject({ owed: 0, sent: 2 });
});
