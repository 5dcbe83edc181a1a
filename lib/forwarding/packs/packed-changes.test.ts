import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { lockBooks } from "@/lib/forwarding/batches/lock-books";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { requestReplay } from "@/lib/forwarding/replays/request-replay";
import { runReplaySlice } from "@/lib/forwarding/replays/run-replay-slice";
import { pool, prisma } from "@/lib/kernel/database";
import { makePackWeeks } from "@/lib/kernel/event-weeks";
import { applyRetention } from "@/lib/privacy/retention/apply-retention";
import { keepEventWeeks } from "@/lib/privacy/retention/keep-event-weeks";
import { pruneBatches } from "@/lib/privacy/retention/prune-batches";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import { systemCtx } from "@/tools/testing/make-team";
import { makeOld, packAll, prepareOldWeeks, storeOldBatch } from "@/tools/testing/old-events";
import { ANNA, erase, eventOf } from "@/tools/testing/run-erasures";
import { useSandbox } from "@/tools/testing/run-syncs";
import { whereIs } from "@/tools/testing/where-is";
import { packEventsFor } from "./pack-events";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());

let appNumber = 7_800;
let source: TestSource;
beforeEach(async () => {
  await prepareOldWeeks();
  source = await makeSource({ heapAppId: String(++appNumber) });
});

/** Forwards events that were received five weeks ago, and packs them. */
async function forwardAndPack(events: unknown[]): Promise<void> {
  await sendBatch(source, events);
  await forwardSlice(`sandbox:${appNumber}`);
  await makeOld(source.id, 35);
  await packAll();
  expect(await stored()).toEqual({ rows: 0, packed: events.length });
}

async function stored() {
  const { rows } = await pool.query(
    `SELECT (SELECT count(*)::int FROM event) AS rows,
            (SELECT COALESCE(sum(cardinality(places)), 0)::int FROM event_pack) AS packed`,
  );
  return rows[0];
}

async function books() {
  const { rows } = await pool.query(
    "SELECT accepted, forwarded, filtered, duplicate, quarantined FROM batch WHERE source_id = $1",
    [source.id],
  );
  return rows[0];
}

test("packed events are replayed: they reach Heap once, and the books balance", async () => {
  await forwardAndPack([
    eventOf(ANNA),
    eventOf("[REDACTED]"),
    eventOf("[REDACTED]", "braze-2"),
    eventOf(null),
  ]);
  await prisma.source.update({ where: { id: source.id }, data: { identityField: "user_id" } });

  const replay = await requestReplay(systemCtx, {
    customerId: source.customerId,
    sourceId: source.id,
    outcome: "quarantined",
  });
  expect(replay).toMatchObject({ total: 2 });
  expect(await runReplaySlice(replay.id)).toEqual({ done: true, waitSeconds: 0 });
  expect(await books()).toEqual({ accepted: 4, forwarded: 3, filtered: 1, duplicate: 0, quarantined: 0 });
  expect(sandbox.state.heap.apps.get(String(appNumber))?.keys.size).toBe(3);
  expect(await stored()).toEqual({ rows: 4, packed: 0 });
});

test("a person is erased from packs: nothing of them is left in any table, and the books balance", async () => {
  await forwardAndPack([eventOf(ANNA), eventOf("[REDACTED]", ANNA), eventOf("ben")]);
  await pool.query("UPDATE batch SET body = NULL, body_zip = NULL WHERE source_id = $1", [source.id]);
  expect(await whereIs(pool, ANNA)).toEqual(["event_pack.identities"]);

  const { slice } = await erase(source.customerId);
  expect(slice.done).toBe(true);
  expect(await whereIs(pool, ANNA)).toEqual([]);
  expect(await books()).toEqual({ accepted: 3, forwarded: 2, filtered: 0, duplicate: 0, quarantined: 1 });
  expect(await stored()).toEqual({ rows: 3, packed: 0 });
});

test("a request to delete and a merge that come again after their week was packed are not kept twice", async () => {
  const about = [
    { ...eventOf(null, "gone"), event_type: "users.UserDeleteRequest" },
    { ...eventOf(null, "merged"), event_type: "users.UserOrphan", properties: { orphaned_by_id: "stays" } },
  ];
  const kept = async () => ({
    requests: await prisma.deletionRequest.count({ where: { sourceId: source.id } }),
    merges: await prisma.identityChange.count({ where: { customerId: source.customerId } }),
  });
  await forwardAndPack(about);
  expect(await kept()).toEqual({ requests: 1, merges: 1 });
  await sendBatch(source, [...about, eventOf(ANNA)]);
  await forwardSlice(`sandbox:${appNumber}`);
  expect(await stored()).toEqual({ rows: 3, packed: 2 });
  expect(await kept()).toEqual({ requests: 1, merges: 1 });
});

test("the disk space of a packed week is given back; what is not done stays in its rows", async () => {
  const weeksOf = async () =>
    (
      await pool.query<{ name: string; bytes: number; rows: number }>(
        `SELECT name, pg_total_relation_size(name::regclass)::int AS bytes FROM event_weeks()
         WHERE starts_on = date_trunc('week', current_date - 35)::date`,
      )
    ).rows[0];
  const empty = (await weeksOf())?.bytes ?? 0;
  for (let n = 0; n < 50; n++)
    await storeOldBatch(
      source,
      35,
      Array.from({ length: 20 }, () => ({ outcome: "forwarded", identity: "anna", type: "t" })),
    );
  const kept = await storeOldBatch(source, 35, [{ outcome: "filtered", eventId: "again" }], {
    owed: 1,
    body: Buffer.from("{}"),
  });
  const full = (await weeksOf())?.bytes ?? 0;
  expect(full).toBeGreaterThan(empty * 2);

  await packAll();
  expect((await weeksOf())?.bytes).toBeLessThanOrEqual(empty + 8 * 8_192);
  const { rows } = await pool.query("SELECT batch_id AS kept FROM event");
  expect(rows).toEqual([{ kept }]);
  const again = pool.query(
    `INSERT INTO event (batch_id, index, customer_id, source_id, event_id, outcome)
     SELECT batch_id, 1, customer_id, source_id, event_id, outcome FROM event`,
  );
  await expect(again, "an event id is in a week once").rejects.toThrow("once_key");
});

test("packs go with their week, and those of a week that stays are pruned with their batches", async () => {
  for (const daysAgo of [130, 120, 35]) await storeOldBatch(source, daysAgo, [{ outcome: "forwarded" }]);
  await storeOldBatch(source, 120, [{ outcome: "forwarded" }], { owed: 1, body: Buffer.from("{}") });
  await packAll();
  expect(await stored()).toEqual({ rows: 1, packed: 3 });

  const retention = { bodyDays: 14, outcomeDays: 90 };
  await keepEventWeeks(retention);
  expect(await stored()).toEqual({ rows: 1, packed: 2 });
  while ((await applyRetention(retention)) > 0);
  expect(await stored()).toEqual({ rows: 1, packed: 1 });
  const { rows } = await pool.query("SELECT count(*)::int AS batches FROM batch WHERE source_id = $1", [
    source.id,
  ]);
  expect(rows).toEqual([{ batches: 2 }]);
});

test("a batch that somebody packs or unpacks is not pruned, so that none of its events is left without it", async () => {
  const old = await storeOldBatch(source, 120, [{ outcome: "forwarded" }]);
  const packer = await pool.connect();
  try {
    await packer.query("BEGIN");
    await packer.query("SELECT FROM batch WHERE id = $1 FOR KEY SHARE", [old]);
    expect(await pruneBatches(90, 1_000)).toBe(0);
    await packer.query("COMMIT");
  } finally {
    packer.release(true);
  }
  expect(await pruneBatches(90, 1_000)).toBe(1);
  expect(await stored()).toEqual({ rows: 0, packed: 0 });
});

test("a source whose books are in use waits for its turn, and holds up only what comes after it", async () => {
  const other = await makeSource({ heapAppId: String(++appNumber) });
  await storeOldBatch(other, 36, [{ outcome: "forwarded" }]);
  await storeOldBatch(source, 35, [{ outcome: "forwarded" }]);
  await makePackWeeks();
  const recorder = await pool.connect();
  try {
    await recorder.query("BEGIN");
    await lockBooks(recorder, source.id);
    expect(await packEventsFor(0.3)).toBe(1);
    expect(await stored()).toEqual({ rows: 1, packed: 1 });
    await recorder.query("COMMIT");
  } finally {
    recorder.release(true);
  }
  await packAll();
  expect(await stored()).toEqual({ rows: 0, packed: 2 });
});

test("a batch that cannot be packed stays in rows, and the others are packed", async () => {
  const batches: string[] = [];
  for (const daysAgo of [37, 36, 35])
    batches.push(await storeOldBatch(source, daysAgo, [{ outcome: "forwarded" }]));
  await pool.query("UPDATE event SET index = 40000 WHERE batch_id = $1", [batches[1]]);
  await packAll();
  const { rows } = await pool.query("SELECT batch_id FROM event");
  expect(rows).toEqual([{ batch_id: batches[1] }]);
  expect(await stored()).toEqual({ rows: 1, packed: 2 });
});

test("an event that was recorded once more after it was packed is packed once", async () => {
  await storeOldBatch(source, 35, [{ outcome: "forwarded", eventId: "a" }, { outcome: "filtered" }]);
  await packAll();
  await pool.query(
    `INSERT INTO event (batch_id, index, customer_id, source_id, event_id, outcome)
     SELECT id, 0, customer_id, source_id, 'a', 'forwarded' FROM batch WHERE source_id = $1`,
    [source.id],
  );
  await pool.query("UPDATE event_packing SET packed_until = NULL");
  await packAll();
  expect(await stored()).toEqual({ rows: 0, packed: 2 });
});

test("what is not old enough, was done only just now, or may not be packed yet, is left in its rows", async () => {
  for (const daysAgo of [0, 7, 9]) await storeOldBatch(source, daysAgo, [{ outcome: "forwarded" }]);
  await packAll();
  expect(await stored()).toEqual({ rows: 3, packed: 0 });

  await prepareOldWeeks();
  for (const daysAgo of [37, 36, 35]) await storeOldBatch(source, daysAgo, [{ outcome: "forwarded" }]);
  await pool.query("UPDATE batch SET done_at = now()");
  await packAll();
  expect(await stored()).toEqual({ rows: 3, packed: 0 });

  await prepareOldWeeks();
  await storeOldBatch(source, 35, [{ outcome: "forwarded" }]);
  await pool.query("UPDATE body_zipping SET starts_at = NULL");
  await packAll();
  expect(await stored()).toEqual({ rows: 1, packed: 0 });
  await pool.query("UPDATE body_zipping SET starts_at = now()");
  await packAll();
  expect(await stored()).toEqual({ rows: 0, packed: 1 });
});

test("a replay and an erasure beside the packing lose nothing and count nothing twice", async () => {
  for (let n = 0; n < 12; n++)
    await sendBatch(source, [eventOf("[REDACTED]", `b${n}`), eventOf(n % 3 === 0 ? ANNA : "ben")]);
  await forwardSlice(`sandbox:${appNumber}`);
  await makeOld(source.id, 35);
  await prisma.source.update({ where: { id: source.id }, data: { identityField: "user_id" } });
  const replay = await requestReplay(systemCtx, {
    customerId: source.customerId,
    sourceId: source.id,
    outcome: "quarantined",
  });

  await makePackWeeks();
  await Promise.all([packEventsFor(60), runReplaySlice(replay.id), erase(source.customerId)]);
  for (let done = false; !done; ) ({ done } = await runReplaySlice(replay.id));
  const { rows } = await pool.query(
    `SELECT sum(accepted)::int AS accepted, sum(forwarded)::int AS forwarded, sum(quarantined)::int AS quarantined
     FROM batch WHERE source_id = $1`,
    [source.id],
  );
  expect(rows).toEqual([{ accepted: 24, forwarded: 24, quarantined: 0 }]);
  const { rows: packed, packed: inPacks } = (await stored()) as { rows: number; packed: number };
  expect(packed + inPacks).toBe(24);
  expect(await whereIs(pool, ANNA)).toEqual([]);
});
