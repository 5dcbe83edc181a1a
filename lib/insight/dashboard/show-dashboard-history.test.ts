import { expect, test } from "vitest";
import { GET } from "@/app/api/v1/dashboard/history/route";
import { prisma } from "@/lib/kernel/database";
import { callRoute } from "@/tools/testing/call-route";
import { makeScene } from "@/tools/testing/customer-health";
import { makeKey, makeMember } from "@/tools/testing/make-team";
import type { DashboardHistoryView } from "./dashboard-history-view";
import { showDashboardHistory } from "./show-dashboard-history";

const DAY_MS = 86_400_000;
const day = (ago: number) => new Date((Math.floor(Date.now() / DAY_MS) - ago) * DAY_MS);
const WEEK = { from: day(6).toISOString() };

async function addDays(sourceId: string, days: Record<number, number>): Promise<void> {
  await prisma.eventDay.createMany({
    data: Object.entries(days).map(([ago, events]) => ({
      sourceId,
      day: day(Number(ago)),
      forwarded: events - 1,
      quarantined: 1,
    })),
  });
}

test("days are added up over one's customers, and today is compared with nothing while it is not over", async () => {
  const { userId, ctx } = await makeMember("csm");
  const [one, two] = [await makeScene({ ownerId: userId }), await makeScene({ ownerId: userId })];
  await addDays(one.sourceId, { 0: 50, 1: 10, 6: 20, 7: 1_000, 8: 7, 13: 8, 14: 900 });
  await addDays(two.sourceId, { 1: 30 });
  const { id } = await one.addSegment({});
  await prisma.segmentDay.createMany({
    data: [
      { segmentId: id, day: day(0), added: 4, removed: 1 },
      { segmentId: id, day: day(2), added: 3, refused: 2 },
      { segmentId: id, day: day(9), removed: 5 },
    ],
  });
  const others = await makeScene({});
  await addDays(others.sourceId, { 1: 77 });

  // The day had begun before the customer was created.
  const createdAt = new Date(day(14).getTime() + 36_360_000);
  await prisma.customer.update({ where: { id: one.customerId }, data: { createdAt } });

  const view = await showDashboardHistory(ctx, { owner: "me", ...WEEK });
  expect(view).toMatchObject({
    bucket: "day",
    isOpen: true,
    from: day(6).toISOString(),
    since: createdAt.toISOString(),
  });
  expect(view.events.buckets.map(({ forwarded, quarantined }) => forwarded + quarantined)).toEqual([
    20, 0, 0, 0, 0, 40, 50,
  ]);
  expect(view.events.total).toEqual({ forwarded: 106, filtered: 0, duplicate: 0, quarantined: 4 });
  expect(view.events.compared).toEqual({
    total: { forwarded: 57, filtered: 0, duplicate: 0, quarantined: 3 },
    before: { forwarded: 13, filtered: 0, duplicate: 0, quarantined: 2 },
  });
  expect(view.members.total).toEqual({ added: 7, removed: 1, refused: 2 });
  expect(view.members.compared).toMatchObject({
    total: { added: 3, removed: 0 },
    before: { added: 0, removed: 5 },
  });

  const all = await showDashboardHistory(ctx, WEEK);
  expect(all.events.total.forwarded).toBeGreaterThanOrEqual(106 + 76);
});

test("weeks add up their days", async () => {
  const { userId, ctx } = await makeMember("csm");
  const scene = await makeScene({ ownerId: userId });
  const monday = Date.parse("2026-03-02");
  for (const offset of [0, 3, 6, 7]) {
    await prisma.eventDay.create({
      data: { sourceId: scene.sourceId, day: new Date(monday + offset * DAY_MS), forwarded: 5 },
    });
  }
  const view = await showDashboardHistory(ctx, {
    owner: "me",
    bucket: "week",
    from: "2026-03-02T00:00:00Z",
    to: "2026-03-16T00:00:00Z",
  });
  expect(view.isOpen).toBe(false);
  expect(view.events.buckets.map(({ start, forwarded }) => [start.slice(0, 10), forwarded])).toEqual([
    ["2026-03-02", 15],
    ["2026-03-09", 5],
  ]);
  expect(view.events.compared.total).toEqual(view.events.total);
});

test("customers whose events changed most are named, but none that changed little or is new", async () => {
  const { userId, ctx } = await makeMember("csm");
  const named = async (name: string, days: Record<number, number>) =>
    addDays((await makeScene({ name, ownerId: userId })).sourceId, days);
  await named("Fell", { 1: 10, 8: 100 });
  await named("Silent", { 9: 300 });
  await named("Grew", { 2: 150, 8: 100 });
  await named("Steady", { 2: 1_100, 8: 1_000 });
  await named("New", { 1: 500 });

  const { changedMost } = await showDashboardHistory(ctx, { owner: "me", ...WEEK });
  expect(changedMost.map(({ name, events, before }) => [name, events, before])).toEqual([
    ["Silent", 0, 300],
    ["Fell", 10, 100],
    ["Grew", 150, 100],
  ]);
});

test("the route answers a viewer's key and refuses a range that is too long", async () => {
  const key = await makeKey("viewer");
  const all = await callRoute(GET, { key });
  expect(all.status).toBe(200);
  expect((all.body as DashboardHistoryView).events.buckets).toHaveLength(30);
  expect(await callRoute(GET, { key, query: "?from=2020-01-01T00:00:00Z" })).toMatchObject({ status: 400 });
});
