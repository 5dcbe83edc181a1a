import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { markKnown } from "@/lib/forwarding/batches/mark-known";
import { explainOutcome } from "@/lib/forwarding/events/explain-outcome";
import { requestReplay } from "@/lib/forwarding/replays/request-replay";
import { runReplaySlice } from "@/lib/forwarding/replays/run-replay-slice";
import { readSourceFacts } from "@/lib/insight/alerts/read-source-facts";
import { pool, prisma } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { booksOf, openEvent } from "@/tools/testing/forward-events";
import { ctxOf } from "@/tools/testing/make-destination";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import { asOwner } from "@/tools/testing/owner";
import { forwardSlice } from "./forward-slice";
import { unrecordable } from "./record-apart";
import { recordOutcomes } from "./record-outcomes";

let sandbox: Sandbox;
let source: TestSource;
let appNumber = 9_400;

/** Tables whose rows the database refuses from now on if they hold the word `poison`, in this file's own database. */
const TABLES = ["event", "identity_change", "deletion_request", "user_property"];

beforeAll(async () => {
  sandbox = await startSandbox();
  process.env.SANDBOX_URL = sandbox.url;
});
afterAll(() => sandbox.close());

beforeEach(async () => {
  sandbox.state.faults.clear();
  source = await makeSource({ heapAppId: String(++appNumber) });
  await letBe();
});

/** As an index does with a text that is too long for it: with the same code. */
async function refuse(table: string, code = "54000"): Promise<void> {
  await asOwner(`
    CREATE OR REPLACE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF to_jsonb(NEW)::text LIKE '%poison%' THEN RAISE EXCEPTION 'refused' USING ERRCODE = '${code}'; END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER refuse_poison BEFORE INSERT OR UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse_poison()`);
}

async function letBe(): Promise<void> {
  for (const table of TABLES) await asOwner(`DROP TRIGGER IF EXISTS refuse_poison ON ${table}`);
}

const heapApp = () => `sandbox:${appNumber}`;
const app = () => sandbox.state.heap.apps.get(String(appNumber));

async function forwardAll(): Promise<void> {
  while (!(await forwardSlice(heapApp())).done);
}

async function quarantined() {
  const { rows } = await pool.query<{
    eventId: string;
    reason: string;
    type: string | null;
    identity: string;
  }>(
    `SELECT event_id AS "eventId", reason, type, identity FROM event
     WHERE source_id = $1 AND outcome = 'quarantined' ORDER BY batch_id, index`,
    [source.id],
  );
  return rows;
}

const others = (count: number) => Array.from({ length: count }, (_, n) => openEvent(`user-${n}`));

function merge(goneId: string) {
  return {
    ...openEvent("ann"),
    event_type: "users.UserOrphan",
    user: { user_id: goneId, external_user_id: "ann" },
    properties: { orphaned_by_id: "stays" },
  };
}

test("an event that the database does not take is quarantined alone; Heap is called once and has its neighbours", async () => {
  await refuse("event");
  await sendBatch(source, [...others(5), openEvent("bob", "poison-1"), ...others(6)]);
  await sendBatch(source, others(3));
  await forwardAll();

  expect(await booksOf(source.id)).toMatchObject({ accepted: 15, forwarded: 14, quarantined: 1, done: true });
  expect(await quarantined()).toMatchObject([
    { eventId: null, type: null, reason: expect.stringMatching(/; Heap has it$/) },
  ]);
  expect(app()).toMatchObject({ eventsReceived: 15, repeats: 0 });
  const { rows } = await pool.query(
    "SELECT state, count(*)::int FROM delivery WHERE source_id = $1 GROUP BY 1",
    [source.id],
  );
  expect(rows).toEqual([{ state: "accepted", count: 1 }]);
  const { rows: hours } = await pool.query(
    "SELECT sum(accepted)::int AS accepted FROM call_hour WHERE owner_id = $1",
    [source.id],
  );
  expect(hours).toEqual([{ accepted: 1 }]);

  const facts = (await readSourceFacts(pool, new Date())).find(({ sourceId }) => sourceId === source.id);
  expect(facts?.setAside).toMatchObject({ batches: 1, events: 1 });
});

test.each([
  ["a merge", "identity_change", merge("poison")],
  [
    "a request to delete a user",
    "deletion_request",
    { ...merge("someone"), event_type: "users.UserDeleteRequest" },
  ],
])("%s that cannot be kept is quarantined with its id, and replayed once it can", async (_, table, event) => {
  await refuse(table);
  if (table === "deletion_request") {
    await asOwner(
      "CREATE OR REPLACE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = '22021'; END $$",
    );
  }
  await sendBatch(source, [...others(3), event, ...others(3)]);
  await forwardAll();

  expect(await booksOf(source.id)).toMatchObject({ accepted: 7, forwarded: 6, quarantined: 1, done: true });
  const [held] = await quarantined();
  expect(held).toMatchObject({ eventId: event.id, type: event.event_type });
  const said = explainOutcome({
    outcome: "quarantined",
    field: "event",
    deliveryId: null,
    ...held,
    reason: held?.reason ?? "",
    type: event.event_type,
    identity: null,
  });
  expect(said.next).toMatch(/replay/);
  if (table === "deletion_request") expect(said.meaning).toMatch(/request to delete this user is not kept/);

  await letBe();
  const replay = await requestReplay(ctxOf(), {
    customerId: source.customerId,
    sourceId: source.id,
    outcome: "quarantined",
  });
  while (!(await runReplaySlice(replay.id)).done);
  expect(await booksOf(source.id)).toMatchObject({ forwarded: 6, filtered: 1, quarantined: 0 });
  const { rows } = await pool.query(`SELECT count(*)::int AS kept FROM ${table} WHERE source_id = $1`, [
    source.id,
  ]);
  expect(rows).toEqual([{ kept: 1 }]);
});

test("a user property that cannot be kept holds up no event and no other property", async () => {
  const rule = { eventType: null, from: "plan", to: "plan", inClear: true };
  await prisma.source.update({ where: { id: source.id }, data: { userProperties: [rule] } });
  await refuse("user_property", "22P05");
  const withPlan = (user: string, plan: string) => ({ ...openEvent(user), properties: { plan } });
  await sendBatch(source, [withPlan("ann", "free"), withPlan("bob", "poison"), withPlan("cyd", "paid")]);
  await forwardAll();

  expect(await booksOf(source.id)).toMatchObject({ forwarded: 2, quarantined: 1, done: true });
  expect(await quarantined()).toMatchObject([{ identity: "bob" }]);
  expect(Object.fromEntries(app()?.users ?? [])).toEqual({ ann: { plan: "free" }, cyd: { plan: "paid" } });
  expect(app()).toMatchObject({ repeats: 0 });
});

test("what a replay cannot record stays as it was, and the replay goes on behind it", async () => {
  await prisma.source.update({
    where: { id: source.id },
    data: { eventTypes: ["users.messages.email.Click"] },
  });
  await sendBatch(source, [...others(4), openEvent("poison"), ...others(4)]);
  await forwardAll();
  expect(await booksOf(source.id)).toMatchObject({ filtered: 9 });

  await prisma.source.update({
    where: { id: source.id },
    data: { eventTypes: ["users.messages.email.Open"] },
  });
  await refuse("event");
  const replay = await requestReplay(ctxOf(), {
    customerId: source.customerId,
    sourceId: source.id,
    outcome: "filtered",
  });
  while (!(await runReplaySlice(replay.id)).done);

  expect(await booksOf(source.id)).toMatchObject({ forwarded: 8, quarantined: 1, done: true });
  expect(await prisma.replay.findUniqueOrThrow({ where: { id: replay.id } })).toMatchObject({
    state: "succeeded",
    done: 9,
    forwarded: 8,
    quarantined: 1,
  });
  expect(app()).toMatchObject({ eventsReceived: 9, repeats: 0 });
});

test.each(["40001", "53100", "55P03", "57P01", "58030", "23502"])(
  "with %s, which is no event's fault, everything stays pending",
  async (code) => {
    await refuse("event", code);
    await sendBatch(source, [openEvent("bob", "poison"), ...others(2)]);
    await expect(forwardSlice(heapApp())).rejects.toThrow("refused");
    expect(await booksOf(source.id)).toMatchObject({ forwarded: 0, quarantined: 0, done: false });

    await letBe();
    await forwardAll();
    expect(await booksOf(source.id)).toMatchObject({ forwarded: 3, quarantined: 0, done: true });
  },
);

test("a date that cannot be written down is the fault of its event", async () => {
  const entry = {
    batchId: "",
    index: 0,
    eventId: "a",
    type: null,
    timeMs: 8.7e15,
    identity: null,
    heap: null,
    outcome: "filtered",
    field: null,
    reason: null,
    deliveryId: null,
    about: null,
    user: null,
    leftOut: 0,
    dropped: 0,
    hashed: 0,
  } as const;
  await sendBatch(source, [{ nonsense: true }]);
  const { rows } = await pool.query<{ id: string }>("SELECT id FROM batch WHERE source_id = $1", [source.id]);
  const marked = await markKnown(source.id, [{ ...entry, batchId: rows[0]?.id ?? "" }]);
  await recordOutcomes(source, marked, []);
  expect(await booksOf(source.id)).toMatchObject({ quarantined: 1, done: true });
  expect(unrecordable(entry, "place")).toMatchObject({ timeMs: null });
});
