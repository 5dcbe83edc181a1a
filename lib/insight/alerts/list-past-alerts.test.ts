import { beforeEach, expect, test } from "vitest";
import { showDashboard } from "@/lib/insight/dashboard/show-dashboard";
import { prisma } from "@/lib/kernel/database";
import { type HealthScene, makeScene } from "@/tools/testing/customer-health";
import { ctxOf } from "@/tools/testing/make-destination";
import { makeMember } from "@/tools/testing/make-team";
import { countCriticalAlerts } from "./count-critical-alerts";
import { listOpenAlerts } from "./list-open-alerts";
import { listPastAlerts } from "./list-past-alerts";

let scene: HealthScene;
beforeEach(async () => {
  scene = await makeScene();
});

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);

/** An alert with what it should have, ended a number of hours ago unless that is null. */
async function addAlert(message: string, ended: number | null, data: object = {}, kind = "no_events") {
  const { id } = await scene.addAlert({ kind, message, openedAt: hoursAgo(100) });
  await prisma.alert.update({
    where: { id },
    data: { resolvedAt: ended === null ? null : hoursAgo(ended), ...data },
  });
  return id;
}

const past = async (filter: object = {}) => {
  const page = await listPastAlerts(ctxOf("viewer"), { customerId: scene.customerId, ...filter });
  return page.items.map(({ message }) => message);
};

test("past alerts come latest ended first across pages, and no open one is among them", async () => {
  for (const hours of [3, 1, 2]) await addAlert(`${hours}`, hours);
  await addAlert("open", null);
  const input = { customerId: scene.customerId, limit: "2" } as const;
  const first = await listPastAlerts(ctxOf("viewer"), input);
  const rest = await listPastAlerts(ctxOf("viewer"), { ...input, cursor: first.nextCursor ?? "" });
  expect([...first.items, ...rest.items].map(({ message }) => message)).toEqual(["1", "2", "3"]);
  expect(rest.nextCursor).toBeNull();
});

test("past alerts are narrowed by kind, by how they ended, by person and by the customer's name", async () => {
  const { userId, ctx } = await makeMember("csm");
  await addAlert("assigned", 1, { assigneeId: userId });
  await addAlert("dismissed", 2, { dismissedBy: ctx.actor.name, dismissedReason: "Fine" }, "recurring_cap");
  await addAlert("neither", 3);
  expect(await past({ kind: "recurring_cap" })).toEqual(["dismissed"]);
  expect(await past({ ended: "dismissed" })).toEqual(["dismissed"]);
  expect(await past({ ended: "by_itself" })).toEqual(["assigned", "neither"]);
  expect(await past({ personId: userId })).toEqual(["assigned", "dismissed"]);
  expect(await past({ personId: "none" })).toEqual(["dismissed", "neither"]);

  const other = await makeScene({ name: "Somebody else" });
  await other.addAlert({ kind: "no_events", message: "other" });
  expect(await past({ q: "somebody ELSE" })).toEqual([]);
  const mine = await listPastAlerts(ctx, { personId: "me" });
  expect(mine.items.map(({ message }) => message)).toEqual(["assigned", "dismissed"]);
});

test("an alert says how often the same opened in 90 days", async () => {
  const subject = scene.sourceId;
  const add = (days: number, resolvedAt: Date | null) =>
    prisma.alert.create({
      data: {
        customerId: scene.customerId,
        kind: "no_events",
        subject,
        message: "Silent",
        nextAction: "Look.",
        openedAt: hoursAgo(days * 24),
        resolvedAt,
      },
    });
  await add(100, hoursAgo(99 * 24));
  await add(50, hoursAgo(49 * 24));
  await add(1, null);
  await addAlert("another subject", 1);
  const { items } = await listOpenAlerts(ctxOf("viewer"), { customerId: scene.customerId });
  expect(items).toMatchObject([{ message: "Silent", timesLately: 2 }]);
});

test("open alerts are listed with or without those that are snoozed", async () => {
  await addAlert("snoozed", null, { snoozedUntil: hoursAgo(-1) });
  await addAlert("woken", null, { snoozedUntil: hoursAgo(1) });
  await addAlert("never", null);
  const open = async (snoozed?: "only" | "without") => {
    const page = await listOpenAlerts(ctxOf("viewer"), { customerId: scene.customerId, snoozed });
    return page.items.map(({ message }) => message).toSorted();
  };
  expect(await open("only")).toEqual(["snoozed"]);
  expect(await open("without")).toEqual(["never", "woken"]);
  expect(await open()).toEqual(["never", "snoozed", "woken"]);
});

test("only what makes a customer fail, can be acted on, is open, not snoozed and of a customer that flows is counted as critical", async () => {
  const { critical: before } = await countCriticalAlerts(ctxOf("viewer"));
  await addAlert("counts", null, {}, "braze_key_refused");
  await addAlert("over", 1, {}, "braze_key_refused");
  await addAlert("snoozed", null, { snoozedUntil: hoursAgo(-1) }, "braze_key_refused");
  await addAlert("not critical", null, {}, "new_event_types");
  await addAlert("waits for Heap", null, {}, "deliveries_failing");
  const paused = await makeScene({ state: "paused" });
  await paused.addAlert({ kind: "braze_key_refused", message: "paused" });
  expect((await countCriticalAlerts(ctxOf("viewer"))).critical).toBe(before + 1);
});

test("what is snoozed does not need attention on the dashboard", async () => {
  const { userId, ctx } = await makeMember("csm");
  await prisma.customer.update({ where: { id: scene.customerId }, data: { ownerId: userId } });
  await addAlert("snoozed", null, { snoozedUntil: hoursAgo(-1) });
  await addAlert("awake", null);
  const { alerts } = await showDashboard(ctx, { owner: "me" });
  expect(alerts.map(({ message }) => message)).toEqual(["awake"]);
});
