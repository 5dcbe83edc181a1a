import { v7 as uuidv7 } from "uuid";
import { beforeAll, expect, test } from "vitest";
import * as route from "@/app/api/v1/customers/[customerId]/overview/route";
import { bookDelivery } from "@/lib/forwarding/deliveries/book-delivery";
import { openAlert } from "@/lib/kernel/alerts/open-alert";
import { pool, prisma } from "@/lib/kernel/database";
import { pauseSource, resumeSource } from "@/lib/setup/sources/pause-source";
import { callRoute } from "@/tools/testing/call-route";
import { createTestDestination, postPage } from "@/tools/testing/make-destination";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import { makeKey, systemCtx } from "@/tools/testing/make-team";
import { PLAIN_MAPPING } from "@/tools/testing/plain-mapping";
import { overviewView } from "./overview-view";
import { showOverview } from "./show-overview";

let key: string;

beforeAll(async () => {
  key = await makeKey("viewer");
});

const MINUTE_MS = 60_000;

function minutesAgo(minutes: number): Date {
  return new Date(Date.now() - minutes * MINUTE_MS);
}

/** A batch of the past, done unless told otherwise; its id matches its time, as all our ids do. */
async function insertBatch(
  source: TestSource,
  receivedAt: Date,
  counts: { accepted: number; forwarded?: number; quarantined?: number },
): Promise<void> {
  const { accepted, forwarded = 0, quarantined = 0 } = counts;
  const isDone = forwarded + quarantined === accepted;
  const id = uuidv7({ msecs: receivedAt.getTime() });
  await prisma.batch.create({
    data: {
      id,
      customerId: source.customerId,
      sourceId: source.id,
      digest: Buffer.from(id),
      body: isDone ? null : Buffer.from("[]"),
      byteSize: 2,
      accepted,
      forwarded,
      quarantined,
      state: isDone ? "done" : "pending",
      receivedAt,
    },
  });
}

async function insertDelivery(source: TestSource, heapApp: string, finishedAt: Date, eventCount: number) {
  await prisma.delivery.create({
    data: {
      id: uuidv7({ msecs: finishedAt.getTime() - 500 }),
      customerId: source.customerId,
      sourceId: source.id,
      heapApp,
      state: "accepted",
      eventCount,
      mapping: {},
      status: 200,
      words: "OK",
      startedAt: new Date(finishedAt.getTime() - 500),
      finishedAt,
    },
  });
}

test("a source's rates, backlog and latest answer come from its batches and deliveries, each in its time", async () => {
  const source = await makeSource({ heapAppId: "501" });
  await insertBatch(source, minutesAgo(60 * 30), { accepted: 900, forwarded: 900 });
  await insertBatch(source, minutesAgo(30), { accepted: 120, forwarded: 110, quarantined: 10 });
  await insertBatch(source, minutesAgo(10), { accepted: 50, forwarded: 20 });
  await insertBatch(source, new Date(), { accepted: 7 });
  await insertDelivery(source, "sandbox:501", minutesAgo(90), 500);
  await insertDelivery(source, "sandbox:501", minutesAgo(30), 110);
  await insertDelivery(source, "sandbox:501", minutesAgo(0.5), 20);

  const { sources, heapApps, flow } = await showOverview(systemCtx, source);
  expect(sources).toMatchObject([
    {
      id: source.id,
      heapApp: "sandbox:501",
      accepted: { lastMinute: 7, perMinute: (120 + 50 + 7) / 60 },
      forwarded: { lastMinute: 20, perMinute: 130 / 60 },
      backlog: { events: 37, batches: 2 },
      lastDelivery: { state: "accepted", eventCount: 20, status: 200, words: "OK" },
    },
  ]);
  const oldestMs = Date.parse(sources[0]?.backlog.oldestAt ?? "");
  expect(Math.abs(oldestMs - minutesAgo(10).getTime())).toBeLessThan(5_000);
  expect(heapApps).toMatchObject([{ key: "sandbox:501", countedEvents: 20, pendingEvents: 37, failures: 0 }]);

  expect(flow).toHaveLength(24);
  const sum = (name: "accepted" | "forwarded" | "quarantined") =>
    flow.reduce((total, hour) => total + hour[name], 0);
  expect([sum("accepted"), sum("forwarded"), sum("quarantined")]).toEqual([177, 130, 10]);
});

test("sources of one Heap app share its budget, and calls under way count", async () => {
  const one = await makeSource({ heapAppId: "502" });
  const other = await makeSource({ heapAppId: "502" });
  await insertBatch(other, minutesAgo(1), { accepted: 30_000 });
  for (const source of [one, other]) {
    const draft = { ...source, sourceId: source.id, heapApp: "sandbox:502", eventCount: 400 };
    await bookDelivery({ ...draft, mapping: PLAIN_MAPPING }, 15_000);
  }
  await pool.query(
    "INSERT INTO heap_app (key, resume_at, failures) VALUES ('sandbox:502', now() + interval '5 min', 4)",
  );

  const [app] = (await showOverview(systemCtx, one)).heapApps;
  expect(app).toMatchObject({ sources: 2, countedEvents: 800, pendingEvents: 30_000, failures: 4 });
  expect(app?.limitPerMinute).toBe(15_000);
  // Five minutes of waiting, then 30,000 events at 15,000 a minute.
  expect(app?.drainSeconds).toBeGreaterThan(410);
  expect(app?.drainSeconds).toBeLessThanOrEqual(420);
  expect(Date.parse(app?.waitsUntil ?? "")).toBeGreaterThan(Date.now());
});

test("a paused source says what it holds; what it holds is not on its way", async () => {
  const source = await makeSource({ heapAppId: "503" });
  const of = { customerId: source.customerId, sourceId: source.id };
  await pauseSource(systemCtx, of);
  await sendBatch(source, [{ id: "e-1" }, { id: "e-2" }]);
  await sendBatch(source, [{ id: "e-3" }]);

  const held = await showOverview(systemCtx, of);
  expect(held.sources[0]).toMatchObject({ backlog: { events: 3, batches: 2 }, pausedAt: expect.any(String) });
  expect(held.heapApps[0]).toMatchObject({ pendingEvents: 0, drainSeconds: 0 });

  await resumeSource(systemCtx, of);
  const resumed = await showOverview(systemCtx, of);
  expect(resumed.sources[0]).toMatchObject({ backlog: { events: 3 }, pausedAt: null });
  expect(resumed.heapApps[0]).toMatchObject({ pendingEvents: 3, drainSeconds: 1 });
});

test("a destination's members, segments, syncs and pushes are counted, and its open alerts listed", async () => {
  const destination = await createTestDestination();
  const segmentId = await postPage(destination, { segment: "9", name: "Loyal", add: ["a", "b", "c"] });
  await postPage(destination, { segment: "10", name: "Lost", remove: ["z"] });
  await pool.query("UPDATE member SET acked = true WHERE segment_id = $1 AND user_key = 'a'", [segmentId]);
  await pool.query("UPDATE member SET refused = 'no' WHERE segment_id = $1 AND user_key = 'b'", [segmentId]);
  await pool.query("UPDATE segment SET acked_count = 1 WHERE id = $1", [segmentId]);
  const { customerId, destinationId } = destination;
  const sync = await prisma.sync.create({
    data: { customerId, destinationId, segmentId, trigger: "delta", state: "running", requestedBy: "test" },
  });
  const push = { customerId, segmentId, syncId: sync.id, userKeys: [], adds: 4, removes: 1 };
  await prisma.push.create({ data: { ...push, state: "accepted", finishedAt: new Date() } });
  await prisma.push.create({ data: { ...push, state: "failed", finishedAt: new Date() } });
  await openAlert(pool, {
    customerId,
    destinationId,
    kind: "recurring_cap",
    subject: "7",
    message: "Full",
    nextAction: "Turn one off.",
  });

  const { body } = await callRoute(route.GET, { key, params: { customerId } });
  const view = overviewView.parse(body);
  expect(view.destinations).toMatchObject([
    {
      id: destinationId,
      kind: "cohort",
      hasBrazeKey: true,
      segments: { off: 0, manual: 0, recurring: 2 },
      maxRecurring: 30,
      wanted: 3,
      sent: 1,
      owed: 1,
      refused: 1,
      received: { lastMinute: 4, perMinute: 4 / 60 },
      pushed: { lastMinute: 5, perMinute: 5 / 60 },
      lastSync: { id: sync.id, segmentName: "Loyal", state: "running" },
      runningSyncs: 1,
    },
  ]);
  expect(view.flow.at(-1)).toMatchObject({ adds: 4, removes: 1 });
  expect(view.alerts).toMatchObject([{ message: "Full", nextAction: "Turn one off.", destinationId }]);
  expect(JSON.stringify(body)).not.toContain(destination.workspaceKey);
});

test("of a destination with attributes the limit of calls is shown that Braze last reported, and how long what is owed takes", async () => {
  const { customerId, destinationId } = await createTestDestination({ kind: "attribute" });
  const read = async () => {
    const { body } = await callRoute(route.GET, { key, params: { customerId } });
    return overviewView.parse(body).destinations[0]?.callLimit;
  };
  expect(await read()).toBeNull();

  await pool.query("UPDATE destination SET call_budget_id = 'b' WHERE id = $1", [destinationId]);
  await pool.query(
    "INSERT INTO call_budget (id, most, remaining, ends_at) VALUES ('b', 100, 12, now() + interval '10 min')",
  );
  expect(await read()).toMatchObject({
    most: 100,
    remaining: 12,
    room: 2,
    windowSeconds: 3_600,
    drainSeconds: 0,
  });
  await pool.query("UPDATE call_budget SET ends_at = now() - interval '1 min'");
  expect(await read()).toMatchObject({ remaining: 100, room: 90, endsInSeconds: 0 });
});

test("an empty customer has an empty overview, an unknown one has none", async () => {
  const { id } = await prisma.customer.create({ data: { name: "Empty" } });
  const empty = await callRoute(route.GET, { key, params: { customerId: id } });
  expect(empty).toMatchObject({
    status: 200,
    body: { state: "onboarding", health: "waiting", sources: [], heapApps: [], destinations: [], alerts: [] },
  });
  const unknown = await callRoute(route.GET, { key, params: { customerId: uuidv7() } });
  expect(unknown.status).toBe(404);
});
