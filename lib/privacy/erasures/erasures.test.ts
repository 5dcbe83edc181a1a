import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { requestReplay } from "@/lib/forwarding/replays/request-replay";
import { runReplaySlice } from "@/lib/forwarding/replays/run-replay-slice";
import { openAlert } from "@/lib/kernel/alerts/open-alert";
import { inTransaction, pool, prisma } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import {
  createTestDestination,
  ctxOf,
  postPage,
  readMembers,
  type TestDestination,
} from "@/tools/testing/make-destination";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import { systemCtx } from "@/tools/testing/make-team";
import { askSync, cohortIn, runToEnd, useSandbox } from "@/tools/testing/run-syncs";
import { findStalledErasures } from "./find-stalled-erasures";
import { listErasures } from "./list-erasures";
import { previewErasure } from "./preview-erasure";
import { requestErasure } from "./request-erasure";
import { runErasureSlice } from "./run-erasure-slice";

const ANNA = "anna@example.com";
const admin = ctxOf("admin");

let sandbox: Sandbox;
let appNumber = 7_400;
let source: TestSource;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  useSandbox(sandbox);
});

afterAll(() => sandbox.close());

beforeEach(async () => {
  sandbox.state.faults.clear();
  source = await makeSource({ heapAppId: String(++appNumber) });
});

function event(externalId: string | null, userId = "braze-1") {
  return {
    id: randomUUID(),
    event_type: "users.messages.email.Open",
    time: 1_790_000_000,
    user: { external_user_id: externalId, user_id: userId },
    properties: { campaign_name: "Welcome", email_address: externalId },
  };
}

const forward = () => forwardSlice(`sandbox:${appNumber}`);

/** Requests an erasure and runs it as far as it goes; the test runs the syncs it starts. */
async function erase(customerId: string, identity = ANNA, includesVariants = false) {
  const { id } = await requestErasure(admin, { customerId, identity, includesVariants, confirm: identity });
  return { id, slice: await runErasureSlice(id) };
}

async function books(sourceId = source.id) {
  const { rows } = await pool.query(
    `SELECT sum(accepted)::int AS accepted, sum(forwarded)::int AS forwarded, sum(filtered)::int AS filtered,
            sum(duplicate)::int AS duplicate, sum(quarantined)::int AS quarantined, bool_and(state = 'done') AS done
     FROM batch WHERE source_id = $1`,
    [sourceId],
  );
  return rows[0];
}

/** Every column of all our tables that contains this text, as `table.column`. */
async function whereIs(text: string): Promise<string[]> {
  const { rows } = await pool.query<{ table: string; column: string; type: string }>(
    `SELECT c.relname AS table, a.attname AS column, a.atttypid::regtype::text AS type
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
       AND a.atttypid::regtype::text IN ('text', 'bytea', 'json', 'jsonb', 'text[]')`,
  );
  const found: string[] = [];
  for (const { table, column, type } of rows) {
    const value = type === "bytea" ? `encode("${column}", 'escape')` : `"${column}"::text`;
    const { rows: hits } = await pool.query(
      `SELECT 1 FROM "${table}" WHERE strpos(${value}, $1) > 0 LIMIT 1`,
      [text],
    );
    if (hits.length > 0) found.push(`${table}.${column}`);
  }
  return found.sort();
}

test("nothing kept for a customer names the person any more, in any column of any table", async () => {
  const identity = `${randomUUID()}@example.com`;
  const destination = await createTestDestination();
  const { customerId } = destination;
  await prisma.source.update({ where: { id: source.id }, data: { customerId } });
  await pool.query("UPDATE batch SET customer_id = $2 WHERE source_id = $1", [source.id, customerId]);
  await sendBatch(source, [event(identity), event("ben")]);
  await forward();
  await sendBatch(source, [event("ben"), event(identity)]);
  const segmentId = await postPage(destination, { add: [identity, "ben"] });
  await runToEnd(await askSync(destination, segmentId));
  await requestReplay(systemCtx, { customerId, sourceId: source.id, outcome: "forwarded", identity });
  await inTransaction((sql) =>
    openAlert(sql, {
      customerId,
      kind: "quarantine",
      subject: source.id,
      message: "Many events are held back.",
      nextAction: "Look at them.",
      sample: `an event of ${identity}.`,
    } as never),
  );
  expect((await whereIs(identity)).length).toBeGreaterThan(4);

  const { id, slice } = await erase(customerId, identity);
  expect(slice.done).toBe(false);
  for (const { syncId } of slice.syncs) await runToEnd(syncId);
  expect(await runErasureSlice(id)).toMatchObject({ done: true });

  // The log, which can only grow, records who requested the replay, with a fingerprint.
  expect(await whereIs(identity)).toEqual([]);
  const [view] = (await listErasures(ctxOf("viewer"), { customerId, limit: 1 })).items;
  expect(view).toMatchObject({ phase: "done", events: 2, pages: 1, members: 1, leaving: 0, leftInBraze: 0 });
  expect(view?.mentions).toBeGreaterThanOrEqual(2);
  expect(view?.done).toBe(view?.total);
});

test("the books balance: sent events stay forwarded, waiting and quarantined ones become filtered and are never sent", async () => {
  await sendBatch(source, [event(ANNA), event("[REDACTED]", ANNA), event("ben")]);
  await forward();
  await sendBatch(source, [event(ANNA), event("carl"), event(null, ANNA)]);
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
  const ben = event("ben");
  await sendBatch(source, [event(ANNA), ben, event(ANNA)]);
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

test("a replay after the erasure restores nobody, and one that took the event earlier leaves it erased", async () => {
  await sendBatch(source, [event("[REDACTED]", ANNA), event("[REDACTED]", "ben")]);
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
  expect(await whereIs(`"user_id":"${ANNA}"`)).toEqual([]);
});

test("a redelivery of an erased event is a duplicate: Heap does not get it again", async () => {
  const sent = event(ANNA);
  await sendBatch(source, [sent, event("ben")]);
  await forward();
  await erase(source.customerId);
  await sendBatch(source, [sent]);
  await forward();
  expect(await books()).toMatchObject({ accepted: 3, forwarded: 2, duplicate: 1 });
});

test("a member that Braze has leaves the cohort before it is forgotten; one it never got is forgotten at once", async () => {
  const destination = await createTestDestination();
  const { customerId } = destination;
  const held = await postPage(destination, { segment: "1", name: "Held", add: [ANNA, "ben"] });
  await runToEnd(await askSync(destination, held));
  const owed = await postPage(destination, { segment: "2", name: "Owed", add: [ANNA, "ben"] });

  const { id, slice } = await erase(customerId);
  expect(slice).toMatchObject({ done: false, syncs: [{ segmentId: held }] });
  expect((await readMembers(owed)).rows.map((row) => row.key)).toEqual(["ben"]);
  expect((await readMembers(held)).rows).toContainEqual({
    key: ANNA,
    wanted: false,
    acked: true,
    refused: null,
  });

  for (const { syncId } of slice.syncs) await runToEnd(syncId);
  expect([...cohortIn(sandbox, destination, held).sent]).toEqual(["ben"]);
  expect(await runErasureSlice(id)).toMatchObject({ done: true });
  for (const segmentId of [held, owed]) {
    const { rows, counts, realCounts } = await readMembers(segmentId);
    expect(rows.map((row) => row.key)).toEqual(["ben"]);
    expect(counts).toEqual(realCounts);
  }
});

test("a member in a call under way counts as being in Braze: the cohort converges whatever happens to the call", async () => {
  const destination = await createTestDestination();
  const segmentId = await postPage(destination, { add: [ANNA] });
  const { customerId, destinationId } = destination;
  const sync = await prisma.sync.create({
    data: { customerId, destinationId, segmentId, trigger: "manual", requestedBy: "Ada", state: "running" },
  });
  await prisma.push.create({
    data: { customerId, segmentId, syncId: sync.id, adds: 1, removes: 0, userKeys: [ANNA], state: "sending" },
  });
  await erase(customerId);
  const { rows, counts, realCounts } = await readMembers(segmentId);
  expect(rows).toEqual([{ key: ANNA, wanted: false, acked: null, refused: null }]);
  expect(counts).toEqual(realCounts);
});

test("the erasure waits a day for Braze; then the person is forgotten here, and it says what is left to do there", async () => {
  const destination = await createTestDestination();
  const { customerId } = destination;
  const segmentId = await postPage(destination, { add: [ANNA] });
  await runToEnd(await askSync(destination, segmentId));
  await prisma.destination.updateMany({ where: { customerId }, data: { pausedAt: new Date() } });

  const { id, slice } = await erase(customerId);
  expect(slice).toMatchObject({ done: false, syncs: [] });
  expect(slice.waitSeconds).toBeGreaterThan(0);
  await pool.query("UPDATE erasure SET touched_at = now() - interval '1 h' WHERE id = $1", [id]);
  expect(await findStalledErasures()).toContain(id);

  await pool.query("UPDATE erasure SET give_up_at = now() WHERE id = $1", [id]);
  expect(await runErasureSlice(id)).toMatchObject({ done: true });
  const [view] = (await listErasures(admin, { customerId, limit: 1 })).items;
  expect(view).toMatchObject({ phase: "done", leftInBraze: 1 });
  const { rows, counts, realCounts } = await readMembers(segmentId);
  expect(rows).toEqual([]);
  expect(counts).toEqual(realCounts);
});

test("the preview counts what the erasure then erases, exact matches and variants apart, and changes nothing", async () => {
  const destination = await createTestDestination();
  const { customerId } = destination;
  await prisma.source.update({ where: { id: source.id }, data: { customerId } });
  await sendBatch(source, [
    event(ANNA),
    event("Anna@Example.com"),
    event("joanna@example.com"),
    event(null, ANNA),
  ]);
  await pool.query("UPDATE batch SET customer_id = $2 WHERE source_id = $1", [source.id, customerId]);
  const segmentId = await postPage(destination, { add: [ANNA, ` ${ANNA}`, "ANNA@example.com"] });

  const preview = await previewErasure(admin, { customerId, identity: ANNA });
  expect(preview).toEqual({
    exact: { events: 2, pages: 1, members: 1 },
    variants: { events: 1, pages: 0, members: 2 },
    spellings: [` ${ANNA}`, "ANNA@example.com", "Anna@Example.com"],
    isComplete: true,
  });
  expect((await readMembers(segmentId)).rows).toHaveLength(3);

  await erase(customerId);
  expect((await listErasures(admin, { customerId, limit: 1 })).items[0]).toMatchObject({
    events: 2,
    pages: 1,
    members: 1,
  });
  await erase(customerId, ANNA, true);
  expect((await listErasures(admin, { customerId, limit: 1 })).items[0]).toMatchObject({
    events: 1,
    pages: 1,
    members: 2,
  });
  expect((await readMembers(segmentId)).rows).toEqual([]);
});

test("a process killed between two chunks, or running twice, continues from the rows and counts nothing twice", async () => {
  for (let batch = 0; batch < 250; batch++) await sendBatch(source, [event(ANNA), event("ben")]);
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
  await sendBatch(source, [event(ANNA)]);
  await forward();
  await pool.query("UPDATE batch SET body = NULL WHERE source_id = $1", [source.id]);
  await erase(source.customerId);
  const row = await prisma.event.findFirstOrThrow({ where: { sourceId: source.id } });
  expect(row).toMatchObject({ outcome: "forwarded", identity: null, reason: "erased" });
});

test("only an admin may erase, confirmed by the identity, in one customer only, one at a time, without it in the log", async () => {
  const other: TestDestination = await createTestDestination();
  const elsewhere = await postPage(other, { add: [ANNA] });
  await sendBatch(source, [event(ANNA)]);
  const { customerId } = source;
  const wish = { customerId, identity: ANNA, includesVariants: false, confirm: ANNA };
  await expect(requestErasure(ctxOf("csm"), wish)).rejects.toMatchObject({ code: "forbidden" });
  await expect(previewErasure(ctxOf("csm"), wish)).rejects.toMatchObject({ code: "forbidden" });
  await expect(requestErasure(admin, { ...wish, confirm: "anna" })).rejects.toMatchObject({
    code: "invalid",
  });
  await expect(requestErasure(admin, { ...wish, customerId: randomUUID() })).rejects.toMatchObject({
    code: "not_found",
  });

  const { id } = await requestErasure(admin, wish);
  await expect(requestErasure(admin, wish)).rejects.toMatchObject({ code: "conflict" });
  await runErasureSlice(id);
  expect((await readMembers(elsewhere)).rows).toHaveLength(1);

  const entries = await prisma.auditEntry.findMany({ where: { customerId } });
  expect(entries.map((entry) => entry.action).sort()).toEqual([
    "customer.erasure_requested",
    "customer.identity_erased",
  ]);
  expect(JSON.stringify(entries)).not.toContain("anna");
  expect(await prisma.erasure.findUniqueOrThrow({ where: { id } })).toMatchObject({ identityEnc: null });
});
