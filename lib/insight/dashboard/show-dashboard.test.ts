import { expect, test } from "vitest";
import { GET } from "@/app/api/v1/dashboard/route";
import { prisma } from "@/lib/kernel/database";
import { callRoute } from "@/tools/testing/call-route";
import { makeScene } from "@/tools/testing/customer-health";
import { makeKey, makeMember, systemCtx } from "@/tools/testing/make-team";
import type { DashboardView } from "./dashboard-view";
import { showDashboard } from "./show-dashboard";

const HOUR_MS = 3_600_000;

test("an empty database has an empty dashboard: 24 empty hours", async () => {
  const view = await showDashboard(systemCtx, {});
  expect(view.flow).toHaveLength(24);
  expect(view).toMatchObject({
    functions: "running",
    alerts: [],
    openAlerts: 0,
    unwell: [],
    unwellCustomers: 0,
    states: { onboarding: 0, live: 0, paused: 0, archived: 0 },
    health: { failing: 0, attention: 0, waiting: 0, healthy: 0, paused: 0 },
    totals: { customers: 0, accepted: 0, adds: 0, pending: 0, owed: 0 },
  });
});

test("an hour counts the batches received and the members Braze accepted in it, and nothing older", async () => {
  const { userId, ctx } = await makeMember("csm");
  const scene = await makeScene({ ownerId: userId });
  const thisHour = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  const at = (hours: number) => new Date(thisHour - hours * HOUR_MS);
  await scene.addBatch({ receivedAt: at(-0), quarantined: 1 });
  await scene.addBatch({ receivedAt: at(23), quarantined: 2 });
  await scene.addBatch({ receivedAt: at(23) });
  await scene.addBatch({ receivedAt: new Date(at(23).getTime() - 1) });

  const segment = await scene.addSegment({});
  const sync = await scene.addSync(segment.id, "succeeded");
  const push = { customerId: scene.customerId, segmentId: segment.id, syncId: sync.id, userKeys: [] };
  await prisma.push.createMany({
    data: [
      { ...push, adds: 5, removes: 2, state: "accepted", startedAt: at(2), finishedAt: at(1) },
      { ...push, adds: 7, removes: 0, state: "failed", startedAt: at(1), finishedAt: at(1) },
      { ...push, adds: 9, removes: 0, state: "accepted", startedAt: at(25), finishedAt: at(24) },
    ],
  });

  const { flow, totals } = await showDashboard(ctx, { owner: "me" });
  expect(flow.map(({ hour }) => hour)).toEqual(
    Array.from({ length: 24 }, (_, place) => at(23 - place).toISOString()),
  );
  expect(flow[0]).toMatchObject({ accepted: 4_000, forwarded: 3_998, quarantined: 2, adds: 0 });
  expect(flow[22]).toMatchObject({ accepted: 0, adds: 5, removes: 2 });
  expect(flow[23]).toMatchObject({ accepted: 2_000, quarantined: 1 });
  expect(totals).toMatchObject({ accepted: 6_000, forwarded: 5_997, quarantined: 3, adds: 5, removes: 2 });
});

test("customers are counted by state and health, mine and all separately", async () => {
  const { userId, ctx } = await makeMember("csm");
  const before = await showDashboard(systemCtx, {});
  const failing = await makeScene({ name: "Alerted", ownerId: userId });
  await failing.addAlert({ kind: "braze_key_refused", message: "Braze refuses the key" });
  const unwell = await makeScene({ name: "Unwell", ownerId: userId });
  await prisma.heapApp.create({ data: { key: unwell.heapApp, failures: 4 } });
  const looked = await makeScene({ name: "Looked at", ownerId: userId, state: "onboarding" });
  await looked.addBatch({ quarantined: 5 });
  const paused = await makeScene({ ownerId: userId, state: "paused" });
  await paused.addAlert({ kind: "pages_missing", message: "of a paused one" });
  await makeScene({ ownerId: userId, state: "archived" });
  await makeScene({ name: "Somebody else's" });

  const mine = await showDashboard(ctx, { owner: "me" });
  expect(mine).toMatchObject({
    alerts: [{ message: "Braze refuses the key", customer: { name: "Alerted" } }],
    openAlerts: 1,
    unwell: [{ name: "Unwell", health: "failing", healthReason: "Heap did not accept the last 4 calls" }],
    unwellCustomers: 1,
    states: { onboarding: 1, live: 2, paused: 1, archived: 1 },
    health: { failing: 2, attention: 0, waiting: 0, healthy: 1, paused: 1 },
    totals: { customers: 4 },
  });

  const all = await showDashboard(ctx, {});
  expect(all.totals.customers).toBe(before.totals.customers + 5);
  expect(all.health.waiting).toBe(before.health.waiting + 1);
});

test("an alert that somebody has snoozed is neither shown nor counted", async () => {
  const { userId, ctx } = await makeMember("csm");
  const scene = await makeScene({ ownerId: userId });
  await scene.addAlert({ kind: "braze_key_refused", message: "Awake" });
  const { id } = await scene.addAlert({ kind: "pages_missing", message: "Snoozed" });
  await prisma.alert.update({ where: { id }, data: { snoozedUntil: new Date(Date.now() + HOUR_MS) } });
  expect(await showDashboard(ctx, { owner: "me" })).toMatchObject({
    alerts: [{ message: "Awake" }],
    openAlerts: 1,
    totals: { customers: 1 },
  });
});

test("the route answers a viewer's key; its 'me' is the user it belongs to, the system's is nobody", async () => {
  const key = await makeKey("viewer");
  const all = await callRoute(GET, { key });
  expect(all.status).toBe(200);
  expect((all.body as DashboardView).flow).toHaveLength(24);
  expect(await callRoute(GET, { key, query: "?owner=me" })).toMatchObject({
    status: 200,
    body: { totals: { customers: 0 } },
  });
  await expect(showDashboard(systemCtx, { owner: "me" })).rejects.toMatchObject({ code: "invalid" });
});
