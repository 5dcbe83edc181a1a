import { randomUUID } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { pool, prisma } from "@/lib/kernel/database";
import { showCustomer } from "@/lib/setup/customers/show-customer";
import { updateCustomer } from "@/lib/setup/customers/update-customer";
import type { SyncState } from "@/prisma/generated/enums";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { findHistoryFaults } from "@/tools/testing/history-faults";
import { createTestDestination, ctxOf, postPage } from "@/tools/testing/make-destination";
import { makeSource, sendBatch } from "@/tools/testing/make-source";
import { askSync, runToEnd } from "@/tools/testing/run-syncs";
import { rebuildHistory } from "./rebuild-history";
import { showHistory } from "./show-history";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  process.env.SANDBOX_URL = sandbox.url;
});
afterAll(() => sandbox.close());

const viewer = ctxOf("viewer");
const OPEN = "users.messages.email.Open";

const open = (user: string | null) => ({
  id: randomUUID(),
  event_type: OPEN,
  time: 1_790_000_000,
  user: { external_user_id: user },
});

/** Makes what a source has until now, and its counts, this many days older. */
async function beOlder(sourceId: string, days: number): Promise<void> {
  for (const [table, owner] of [
    ["event_hour", "source_id"],
    ["lag_hour", "source_id"],
    ["call_hour", "owner_id"],
  ]) {
    await pool.query(`UPDATE ${table} SET hour = hour - make_interval(days => $2) WHERE ${owner} = $1`, [
      sourceId,
      days,
    ]);
  }
}

test("events, their lag and calls are shown by day, with the range before, also of one source alone", async () => {
  const source = await makeSource({ heapAppId: "7501" });
  const { customerId } = source;
  const other = await makeSource({ heapAppId: "7501", customerId });
  await sendBatch(source, [open("anna"), open("ben"), open(null)]);
  await forwardSlice("sandbox:7501");
  await beOlder(source.id, 30);
  await sendBatch(source, [open("cleo")]);
  await sendBatch(other, [open("dora"), { id: "unreadable" }]);
  await forwardSlice("sandbox:7501");

  const whole = await showHistory(viewer, { customerId, bucket: "day" });
  expect(whole.events?.buckets).toHaveLength(30);
  expect(whole.events?.buckets.at(-1)).toMatchObject({ forwarded: 2, filtered: 0, quarantined: 1 });
  expect(whole.events).toMatchObject({
    total: { forwarded: 2, filtered: 0, quarantined: 1 },
    before: { forwarded: 2, filtered: 1, quarantined: 0 },
    types: [
      { type: OPEN, total: { forwarded: 2 }, before: { forwarded: 2, filtered: 1 } },
      { type: null, total: { quarantined: 1 }, before: { quarantined: 0 } },
    ],
  });
  expect(whole.lag).toMatchObject({ total: { events: 3 }, before: { events: 3 } });
  expect(whole.lag?.buckets.filter(({ lag }) => lag !== null)).toHaveLength(1);
  expect(whole.heapCalls).toMatchObject({ total: { accepted: 2, failed: 0 }, before: { accepted: 1 } });

  const sinceIfCreated = async (createdAt: Date) => {
    await prisma.customer.update({ where: { id: customerId }, data: { createdAt } });
    return (await showHistory(viewer, { customerId, bucket: "day" })).since;
  };
  const hour = new Date(Math.floor(Date.now() / 3_600_000 - 30 * 24) * 3_600_000);
  expect(await sinceIfCreated(new Date(0))).toBe(hour.toISOString());
  const within = new Date(hour.getTime() + 360_000);
  expect(await sinceIfCreated(within)).toBe(within.toISOString());

  expect(whole.queued).toEqual({ events: 0, late: 0 });

  const one = await showHistory(viewer, { customerId, bucket: "hour", sourceId: source.id });
  expect(one.events).toMatchObject({ total: { forwarded: 1, quarantined: 0 }, before: { forwarded: 0 } });
  expect(one).toMatchObject({ brazeCalls: null, members: null });
});

test("members are shown as each day ended; a day without a change ends like the one before", async () => {
  const destination = await createTestDestination();
  const { customerId } = destination;
  const day = (ago: number) => `date_trunc('day', now(), 'UTC') - interval '${ago} d'`;
  const segmentId = await postPage(destination, { segment: "1", add: ["anna", "ben", "cleo"] });
  await pool.query(`UPDATE segment_day SET day = ${day(10)} WHERE segment_id = $1`, [segmentId]);
  await runToEnd(await askSync(destination, segmentId));
  await pool.query(`UPDATE segment_day SET day = ${day(2)} WHERE segment_id = $1 AND wanted IS NULL`, [
    segmentId,
  ]);
  await postPage(destination, { segment: "1", remove: ["ben"] }, Date.now() + 10);
  await postPage(destination, { segment: "2", add: ["dora"] });

  const shown = async (wish: object) => {
    const { members } = await showHistory(viewer, { customerId, bucket: "day", ...wish });
    return members;
  };
  const from = new Date(Date.now() - 3 * 86_400_000).toISOString();
  expect((await shown({ from }))?.buckets).toMatchObject([
    { wanted: 3, acked: 0, owed: 3, added: 0 },
    { wanted: 3, acked: 3, owed: 0, added: 3 },
    { wanted: 3, acked: 3, owed: 0, added: 0 },
    { wanted: 3, acked: 3, owed: 2, added: 0 },
  ]);
  expect((await shown({ from, segmentId }))?.buckets.at(-1)).toMatchObject({ wanted: 2, acked: 3, owed: 1 });
  const week = await showHistory(viewer, { customerId, bucket: "week", segmentId });
  expect(week).toMatchObject({ events: null, lag: null, heapCalls: null, brazeCalls: null });
  expect(week.members).toMatchObject({ total: { added: 3, removed: 0, refused: 0 } });
  expect(week.members?.buckets).toHaveLength(12);
  expect(week.members?.buckets.at(-1)).toMatchObject({ wanted: 2, acked: 3, owed: 1 });
});

test("events within the customer's target are counted, and nothing is without a target", async () => {
  const source = await makeSource({ heapAppId: "7504" });
  const { customerId } = source;
  await sendBatch(source, [open("anna"), open("ben")]);
  await forwardSlice("sandbox:7504");
  const lag = async () => (await showHistory(viewer, { customerId, bucket: "day" })).lag;
  expect(await lag()).toMatchObject({ targetSeconds: null, total: { events: 2, withinTarget: null } });

  const { version } = await showCustomer(viewer, { customerId });
  await updateCustomer(ctxOf(), { customerId, version, lagTargetSeconds: 10 });
  await pool.query("UPDATE lag_hour SET buckets = ARRAY[0,0,0,1,1,0,0,0,0,0,0,0] WHERE source_id = $1", [
    source.id,
  ]);
  expect(await lag()).toMatchObject({ targetSeconds: 10, total: { events: 2, withinTarget: 1 } });
  await expect(
    updateCustomer(ctxOf(), { customerId, version: version + 1, lagTargetSeconds: 7 as 10 }),
  ).rejects.toMatchObject({ code: "invalid" });
});

test("what is queued is in no count, and is late once it waits longer than the target, or a minute without one", async () => {
  const source = await makeSource({ heapAppId: "7505" });
  const { customerId } = source;
  await sendBatch(source, [open("anna"), open("ben")]);
  await sendBatch(source, [open("cleo")]);
  const history = () => showHistory(viewer, { customerId, bucket: "day" });
  const waitFor = (seconds: number) =>
    pool.query(
      `UPDATE batch SET received_at = now() - make_interval(secs => $2) WHERE source_id = $1 AND accepted = 2`,
      [source.id, seconds],
    );
  expect(await history()).toMatchObject({
    events: { total: { forwarded: 0 } },
    queued: { events: 3, late: 0 },
  });

  await waitFor(90);
  expect((await history()).queued).toEqual({ events: 3, late: 2 });
  const { version } = await showCustomer(viewer, { customerId });
  await updateCustomer(ctxOf(), { customerId, version, lagTargetSeconds: 300 });
  expect((await history()).queued).toEqual({ events: 3, late: 0 });

  await forwardSlice("sandbox:7505");
  expect(await history()).toMatchObject({
    events: { total: { forwarded: 3 } },
    queued: { events: 0, late: 0 },
  });
});

test("syncs are counted by the time of their request, with how long they took, as far back as they are kept", async () => {
  const destination = await createTestDestination();
  const { customerId } = destination;
  const segmentId = await postPage(destination, { segment: "1", add: ["anna"] });
  const otherId = await postPage(destination, { segment: "2", add: ["ben"] });
  const sync = async (of: string, agoDays: number, tookSeconds: number, state: SyncState = "succeeded") => {
    const requestedAt = new Date(Date.now() - agoDays * 86_400_000);
    await prisma.sync.create({
      data: {
        id: uuidv7({ msecs: requestedAt.getTime() }),
        customerId,
        destinationId: destination.destinationId,
        segmentId: of,
        state,
        trigger: "manual",
        requestedBy: "a test",
        requestedAt,
        startedAt: requestedAt,
        finishedAt: new Date(requestedAt.getTime() + tookSeconds * 1_000),
      },
    });
  };
  for (const tookSeconds of [10, 20, 30]) await sync(segmentId, 0, tookSeconds);
  await sync(segmentId, 0, 600, "cancelled");
  await sync(otherId, 0, 100, "failed");
  await sync(segmentId, 30, 5);

  const whole = (await showHistory(viewer, { customerId, bucket: "day" })).syncs;
  expect(whole?.total).toMatchObject({
    succeeded: 3,
    failed: 1,
    cancelled: 1,
    medianSeconds: 25,
    maxSeconds: 100,
  });
  expect(whole?.before).toMatchObject({ succeeded: 1, failed: 0, medianSeconds: 5, p95Seconds: 5 });
  expect(whole?.buckets.at(-1)?.syncs).toEqual(whole?.total);
  const one = (await showHistory(viewer, { customerId, bucket: "week", segmentId })).syncs;
  expect(one?.buckets.at(-1)?.syncs).toMatchObject({ succeeded: 3, failed: 0, medianSeconds: 20 });
  const from = new Date(Date.now() - 80 * 86_400_000).toISOString();
  expect((await showHistory(viewer, { customerId, bucket: "day", from })).syncs).toMatchObject({
    before: null,
  });
});

test("a source or segment of another customer is not found, and a range that is too long says what to do", async () => {
  const source = await makeSource({ heapAppId: "7502" });
  const { customerId } = await createTestDestination();
  const show = (wish: object) => showHistory(viewer, { customerId, bucket: "day", ...wish });
  await expect(show({ sourceId: source.id })).rejects.toMatchObject({ code: "not_found" });
  await expect(show({ segmentId: randomUUID() })).rejects.toMatchObject({ code: "not_found" });
  await expect(show({ segmentId: randomUUID(), sourceId: source.id })).rejects.toMatchObject({
    code: "invalid",
  });
  await expect(show({ bucket: "hour", from: "2026-01-01T00:00:00Z" })).rejects.toThrow(
    "Choose a larger bucket or a shorter range",
  );
});

test("a rebuild counts everything that is stored, for every customer, and leaves an audit entry", async () => {
  const source = await makeSource({ heapAppId: "7503" });
  await sendBatch(source, [open("anna"), open(null)]);
  await forwardSlice("sandbox:7503");
  const destination = await createTestDestination();
  await runToEnd(await askSync(destination, await postPage(destination, { add: ["anna"] })));
  for (const table of ["event_hour", "lag_hour", "call_hour", "segment_day"]) {
    await pool.query(`DELETE FROM ${table}`);
  }

  const seen: number[] = [];
  const rebuilt = await rebuildHistory(ctxOf("admin"), (done) => seen.push(done));

  expect(seen).toHaveLength(rebuilt.sources + rebuilt.destinations);
  for (const customerId of [source.customerId, destination.customerId]) {
    expect(await findHistoryFaults(pool, customerId)).toEqual([]);
  }
  const { rows } = await pool.query("SELECT after FROM audit_entry WHERE action = 'history.rebuilt'");
  expect(rows).toEqual([{ after: rebuilt }]);
  await expect(rebuildHistory(ctxOf("csm"))).rejects.toMatchObject({ code: "forbidden" });
});
