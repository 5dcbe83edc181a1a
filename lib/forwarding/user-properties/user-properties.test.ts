import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { findStalledHeapApps } from "@/lib/forwarding/deliveries/heap-app";
import { inTransaction, pool, prisma } from "@/lib/kernel/database";
import { suppressIds } from "@/lib/privacy/deletions/suppress-ids";
import { applyRetention } from "@/lib/privacy/retention/apply-retention";
import { RECOMMENDED_USER_PROPERTIES } from "@/lib/setup/sources/user-property-input";
import { heapPropertiesOf } from "@/lib/vendors/heap/user-properties-client";
import { createRandom, freshSeed } from "@/sandbox/senders/random";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { booksOf } from "@/tools/testing/forward-events";
import { ctxOf } from "@/tools/testing/make-destination";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import { asOwner } from "@/tools/testing/owner";
import { erase } from "@/tools/testing/run-erasures";
import { countUserProperties } from "./count-user-properties";
import { settleAccepted } from "./settle-owed";
import { takeOwed } from "./take-owed";

let sandbox: Sandbox;
let apps = 8600;
let heapAppId = "";

beforeAll(async () => {
  sandbox = await startSandbox();
  process.env.SANDBOX_URL = sandbox.url;
});

afterAll(() => sandbox.close());

beforeEach(() => {
  sandbox.state.faults.clear();
  heapAppId = String(apps++);
});

const GROUP = "users.behaviors.subscriptiongroup.StateChange";
const TIME = 1_790_000_000;

function groupEvent(user: string, state: string, second: number, id = `${user}-${state}-${second}`) {
  return {
    id,
    event_type: GROUP,
    time: TIME + second,
    user: { external_user_id: user, user_id: `braze-${user}` },
    properties: {
      subscription_group_id: "news",
      subscription_status: state,
      email_address: `${user}@example.com`,
    },
  };
}

const rules = RECOMMENDED_USER_PROPERTIES.map(({ words: _, ...rule }) => rule);

async function makeOwing(settings: object = {}): Promise<TestSource> {
  const source = await makeSource({ heapAppId });
  await prisma.source.update({
    where: { id: source.id },
    data: { userProperties: rules, protectsPersonalData: true, ...settings },
  });
  return source;
}

const heapUsers = () => Object.fromEntries(sandbox.state.heap.apps.get(heapAppId)?.users ?? []);
const counts = ({ customerId, id }: TestSource) =>
  countUserProperties(ctxOf("viewer"), { customerId, sourceId: id });

async function forwardAll(): Promise<void> {
  await pool.query("UPDATE heap_app SET properties_resume_at = NULL, resume_at = NULL");
  while (!(await forwardSlice(`sandbox:${heapAppId}`)).done);
}

test("what events say about their users reaches Heap as user properties, named after the group", async () => {
  const source = await makeOwing();
  await sendBatch(source, [groupEvent("ann", "Subscribed", 1)]);
  await forwardAll();

  expect(heapUsers()).toEqual({ ann: { braze_group_news: "Subscribed", email: "ann@example.com" } });
  expect(await counts(source)).toMatchObject({ wanted: 2, sent: 2, owed: 0, refused: 0 });
  expect(sandbox.state.heap.violations.summary()).toEqual({});
});

test("a rule that drops or hashes a property also does so to the user property, unless it is chosen in clear", async () => {
  const email = { eventType: null, from: "email_address", to: "email", inClear: false };
  const source = await makeOwing({ userProperties: [email] });
  await sendBatch(source, [groupEvent("bob", "Subscribed", 1)]);
  await forwardAll();
  expect(heapUsers()).toEqual({});

  await prisma.source.update({
    where: { id: source.id },
    data: { propertyRules: [{ pattern: "email_address", action: "hash" }] },
  });
  await sendBatch(source, [groupEvent("bob", "Subscribed", 2)]);
  await forwardAll();
  expect(JSON.stringify(heapUsers())).not.toContain("bob@example.com");
});

test("names that look like numbers are each settled with their own value, and one that is too long makes none", async () => {
  const rule = { eventType: null, from: "subscription_status", to: "{group}", inClear: false };
  const source = await makeOwing({ userProperties: [rule] });
  const long = Array.from({ length: 1_000 }, (_, place) => String.fromCharCode(0x4e00 + place)).join("");
  const says = (group: string, state: string) => ({
    ...groupEvent("ann", state, 1),
    properties: { group, subscription_status: state },
  });
  await sendBatch(source, [says("10", "ten"), says("9", "nine"), says(long, "none")]);
  await forwardAll();

  expect(heapUsers()).toEqual({ ann: { 9: "nine", 10: "ten" } });
  expect(await counts(source)).toMatchObject({ wanted: 2, sent: 2, owed: 0, refused: 0 });
});

test("a name that an event fills in must be one that a person may enter, and shows nothing at its ends", async () => {
  const rule = { eventType: null, from: "subscription_status", to: "{group}", inClear: false };
  const source = await makeOwing({ userProperties: [rule] });
  const groups = ["Email", "EMAIL ", " id", "\u200bUser_ID", "\u00a0", " news\u200b", "email"];
  const says = (group: string) => ({
    ...groupEvent("ann", "on", 1, `ann-${group}`),
    properties: { group, subscription_status: "on" },
  });
  await sendBatch(source, groups.map(says));
  await forwardAll();
  expect(heapUsers()).toEqual({ ann: { news: "on", email: "on" } });
});

test("a rule finds a property by its plain name, as the rules for properties do", async () => {
  const rule = (from: string) => ({ eventType: null, from, to: from, inClear: false });
  const source = await makeOwing({
    userProperties: [rule("plan"), rule("team.size"), rule("city"), rule("secret")],
    propertyRules: [{ pattern: "secret", action: "drop" }],
  });
  const properties = {
    "plan ": "paid",
    "\u200bteam": { " size": 4 },
    custom_properties: { "city\t": "Graz" },
    "secret ": "hush",
  };
  await sendBatch(source, [{ ...groupEvent("ann", "on", 1), properties }]);
  await forwardAll();
  expect(heapUsers()).toEqual({ ann: { plan: "paid", "team.size": 4, city: "Graz" } });
});

test("in any order, again and again, with failures and lost answers, Heap ends with the latest value", async () => {
  const source = await makeOwing();
  const random = createRandom(freshSeed());
  const last = new Map<string, string>();
  const events = Array.from({ length: 60 }, (_, place) => {
    const user = `user-${place % 7}`;
    const state = random.pick(["Subscribed", "Unsubscribed"]);
    last.set(user, state);
    return groupEvent(user, state, place, `event-${heapAppId}-${place}`);
  });
  const sent = random.shuffle([...events, ...events]);
  for (let from = 0; from < sent.length; from += 11) {
    const mode = random.pick(["drop_after", "drop_before", "status"] as const);
    sandbox.state.faults.add({ target: "heap.add_user_properties", mode, status: 500, count: 1 });
    await sendBatch(source, sent.slice(from, from + 11));
    await forwardAll();
  }
  sandbox.state.faults.clear();
  while ((await counts(source)).owed > 0) await forwardAll();

  for (const [user, state] of last) expect(heapUsers()[user]).toMatchObject({ braze_group_news: state });
  expect(await counts(source)).toMatchObject({ wanted: 14, sent: 14, refused: 0 });
});

test("a call that Heap refuses is halved to the user at fault; the others are sent, events are not held up", async () => {
  const source = await makeOwing();
  await sendBatch(
    source,
    ["a", "b", "c", "d", "e"].map((user) => groupEvent(user, "Subscribed", 1)),
  );
  sandbox.state.faults.add({ target: "heap.add_user_properties", mode: "status", status: 500, count: 1 });
  await forwardAll();
  expect(await counts(source)).toMatchObject({ owed: 10 });
  expect(sandbox.state.heap.apps.get(heapAppId)?.eventsStored).toBe(5);

  sandbox.state.heap.apps.get(heapAppId)?.poisonIdentities.add("c");
  await forwardAll();
  expect(Object.keys(heapUsers()).sort()).toEqual(["a", "b", "d", "e"]);
  expect(await counts(source)).toMatchObject({
    sent: 8,
    owed: 0,
    refused: 2,
    refusedWords: expect.stringContaining("identity is not accepted"),
  });
});

test("when Heap refuses everything, a few calls tell so and the rest waits", async () => {
  const source = await makeOwing();
  const users = Array.from({ length: 60 }, (_, place) => groupEvent(`user-${place}`, "Subscribed", 1));
  sandbox.state.faults.add({ target: "heap.add_user_properties", mode: "status", status: 400, count: 1_000 });
  await sendBatch(source, users);
  await forwardAll();

  const { owed, refused, refusedWords } = await counts(source);
  expect(owed + refused).toBe(120);
  expect(owed).toBeGreaterThan(90);
  expect(refusedWords).not.toBeNull();
  expect(sandbox.state.heap.apps.get(heapAppId)?.eventsStored).toBe(60);

  sandbox.state.faults.clear();
  await forwardAll();
  expect(await counts(source)).toMatchObject({ owed: 0, sent: 120 - refused, refused });
});

test("an older value that a stopped process sends after a newer one does not stay: the newer one is owed again", async () => {
  const source = await makeOwing();
  sandbox.state.faults.add({ target: "heap.add_user_properties", mode: "status", status: 500, count: 1 });
  await sendBatch(source, [groupEvent("lea", "Subscribed", 1)]);
  await forwardAll();
  const older = await takeOwed({ ...source, heapAppId, heapRegion: "sandbox" });

  await sendBatch(source, [groupEvent("lea", "Unsubscribed", 2)]);
  await forwardAll();
  expect(heapUsers().lea).toMatchObject({ braze_group_news: "Unsubscribed" });

  await heapPropertiesOf({ heapRegion: "sandbox" }).addUserProperties({ appId: heapAppId, users: older });
  await settleAccepted(older);
  expect(await counts(source)).toMatchObject({ owed: 1 });
  await forwardAll();
  expect(heapUsers().lea).toMatchObject({ braze_group_news: "Unsubscribed" });
  expect(await counts(source)).toMatchObject({ owed: 0, sent: 2 });
});

test("while a source is paused what is owed is kept, and the sweeper finds it afterwards", async () => {
  const source = await makeOwing();
  sandbox.state.faults.add({ target: "heap.add_user_properties", mode: "status", status: 429, count: 1 });
  await sendBatch(source, [groupEvent("zoe", "Subscribed", 1)]);
  await forwardAll();
  await prisma.source.update({ where: { id: source.id }, data: { pausedAt: new Date() } });
  await forwardAll();
  expect(heapUsers()).toEqual({});
  expect(await counts(source)).toMatchObject({ owed: 2 });

  await prisma.source.update({ where: { id: source.id }, data: { pausedAt: null } });
  await pool.query(
    "UPDATE heap_app SET properties_resume_at = NULL, resume_at = NULL, touched_at = now() - interval '1 hour'",
  );
  const stalled = await findStalledHeapApps();
  expect(stalled).toContainEqual({ heapApp: `sandbox:${heapAppId}`, customerId: source.customerId });
  await forwardAll();
  expect(Object.keys(heapUsers())).toEqual(["zoe"]);
});

test("what is owed for somebody who was deleted on request is forgotten, never sent", async () => {
  const source = await makeOwing();
  sandbox.state.faults.add({ target: "heap.add_user_properties", mode: "status", status: 500, count: 1 });
  await sendBatch(source, [groupEvent("gone", "Subscribed", 1), groupEvent("here", "Subscribed", 1)]);
  await forwardAll();
  const request = { id: randomUUID(), customerId: source.customerId };
  await inTransaction((sql) => suppressIds(sql, request, { brazeIds: [], externalIds: ["gone"] }));
  await forwardAll();
  expect(Object.keys(heapUsers())).toEqual(["here"]);
  expect(await prisma.userProperty.count({ where: { identity: "gone" } })).toBe(0);
});

test("what a removed rule made is not sent", async () => {
  const source = await makeOwing();
  sandbox.state.faults.add({ target: "heap.add_user_properties", mode: "status", status: 500, count: 1 });
  await sendBatch(source, [groupEvent("kim", "Subscribed", 1)]);
  await forwardAll();
  await prisma.source.update({ where: { id: source.id }, data: { userProperties: [rules[1] ?? {}] } });
  await forwardAll();
  expect(heapUsers()).toEqual({ kim: { braze_group_news: "Subscribed" } });
});

test("an erasure forgets a person's user properties, and old ones that are settled are pruned", async () => {
  const source = await makeOwing();
  await sendBatch(source, [groupEvent("eve", "Subscribed", 1), groupEvent("ida", "Subscribed", 1)]);
  await forwardAll();
  await erase(source.customerId, "eve");
  const rows = await prisma.userProperty.findMany({ where: { sourceId: source.id } });
  expect(new Set(rows.map(({ identity }) => identity))).toEqual(new Set(["ida"]));

  await pool.query("UPDATE user_property SET changed_at = now() - interval '40 days'");
  await applyRetention({ bodyDays: 10, outcomeDays: 30 });
  expect(await prisma.userProperty.count({ where: { sourceId: source.id } })).toBe(0);
});

test("a source without rules writes nothing down", async () => {
  const source = await makeOwing({ userProperties: [] });
  await sendBatch(source, [groupEvent("max", "Subscribed", 1)]);
  await forwardAll();
  expect(await prisma.userProperty.count({ where: { sourceId: source.id } })).toBe(0);
});

test("who is suppressed while a call with user properties is refused and halved is in no later call", async () => {
  const source = await makeOwing();
  let letGo = () => {};
  const until = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  sandbox.state.faults.add({ target: "heap.add_user_properties", mode: "latency", count: 1, until });
  await sendBatch(
    source,
    ["ann", "bad", "bob", "eve"].map((user) => groupEvent(user, "Subscribed", 1)),
  );
  const forwarding = forwardSlice(`sandbox:${heapAppId}`);
  await expect.poll(() => sandbox.state.faults.list(), { timeout: 20_000 }).toEqual([]);
  sandbox.state.heap.apps.get(heapAppId)?.poisonIdentities.add("bad");
  const request = { id: randomUUID(), customerId: source.customerId };
  await inTransaction((sql) => suppressIds(sql, request, { brazeIds: [], externalIds: ["ann"] }));
  letGo();
  await forwarding;

  expect(Object.keys(heapUsers()).sort()).toEqual(["bob", "eve"]);
});

test("a source whose user properties cannot be settled holds up no other and no event, is not sent for ever, and a person is told", async () => {
  const stuck = await makeOwing();
  const other = await makeOwing();
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
    await forwardAll();
    await passTime();
  }

  expect(await counts(other)).toMatchObject({ owed: 0, sent: 2 });
  expect(await booksOf(stuck.id)).toMatchObject({ forwarded: 1, done: true });
  const calls = sandbox.state.heap.apps.get(heapAppId)?.propertyCalls;
  await forwardAll();
  expect(sandbox.state.heap.apps.get(heapAppId)?.propertyCalls).toBe(calls);
  const { rows } = await pool.query("SELECT kind FROM alert WHERE customer_id = $1", [stuck.customerId]);
  expect(rows).toEqual([{ kind: "work_stuck" }]);

  await asOwner("DROP TRIGGER refuse_stuck ON user_property");
  await pool.query("UPDATE open_slice SET begun_at = now() - interval '25 h' WHERE subject_id = $1", [
    stuck.id,
  ]);
  await forwardAll();
  expect(await counts(stuck)).toMatchObject({ owed: 0, sent: 2 });
});
