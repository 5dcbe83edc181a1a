import { beforeEach, expect, test } from "vitest";
import { openAlert, resolveAlert } from "@/lib/kernel/alerts/open-alert";
import { inTransaction, pool, prisma } from "@/lib/kernel/database";
import { type HealthScene, makeScene } from "@/tools/testing/customer-health";
import { ctxOf } from "@/tools/testing/make-destination";
import { makeMember } from "@/tools/testing/make-team";
import { acknowledgeAlert, withdrawAcknowledgement } from "./acknowledge-alert";
import { addAlertNote } from "./add-alert-note";
import { assignAlert } from "./assign-alert";
import { snoozeAlert, wakeAlert } from "./snooze-alert";

let scene: HealthScene;
let ids: { customerId: string; alertId: string };
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const alertOf = () => ({
  customerId: scene.customerId,
  kind: "members_refused" as const,
  subject: scene.destinationId,
});

beforeEach(async () => {
  scene = await makeScene();
  ids = await open(10);
});

async function open(size: number): Promise<typeof ids> {
  await inTransaction((sql) =>
    openAlert(sql, { ...alertOf(), message: `${size} refused`, nextAction: "Look.", size }),
  );
  const { id } = await prisma.alert.findFirstOrThrow({ where: { ...alertOf(), resolvedAt: null } });
  return { customerId: scene.customerId, alertId: id };
}

async function isSnoozed(): Promise<boolean> {
  const { rows } = await pool.query<{ is: boolean }>(
    "SELECT COALESCE(snoozed_until > now(), false) AS is FROM alert WHERE id = $1",
    [ids.alertId],
  );
  return rows[0]?.is === true;
}

async function auditOf() {
  const entries = await prisma.auditEntry.findMany({
    where: { customerId: scene.customerId },
    orderBy: { id: "asc" },
  });
  return entries.map(({ action, before, after }) => ({ action, before, after }));
}

test("an alert is acknowledged once, by the first who does; taking that back leaves nothing of it", async () => {
  const first = await acknowledgeAlert(ctxOf(), ids);
  expect(first).toMatchObject({ acknowledgedBy: ctxOf().actor.name, acknowledgedAt: expect.any(String) });
  const { ctx } = await makeMember("csm");
  expect(await acknowledgeAlert(ctx, ids)).toEqual(first);
  expect(await withdrawAcknowledgement(ctx, ids)).toMatchObject({
    acknowledgedBy: null,
    acknowledgedAt: null,
  });
  await withdrawAcknowledgement(ctx, ids);
  expect((await auditOf()).map(({ action }) => action)).toEqual([
    "alert.acknowledged",
    "alert.acknowledgement_withdrawn",
  ]);
});

test("an alert is given to an active member of the team, and to nobody again", async () => {
  const { userId } = await makeMember("viewer");
  const { name } = await prisma.user.findUniqueOrThrow({ where: { id: userId } });
  const assign = (assigneeId: string | null) => assignAlert(ctxOf(), { ...ids, assigneeId });
  expect(await assign(userId)).toMatchObject({ assignee: { id: userId, name } });
  await assign(userId);
  expect(await assign(null)).toMatchObject({ assignee: null });
  expect(await auditOf()).toMatchObject([
    { action: "alert.assigned", before: { assignee: null }, after: { assignee: name } },
    { action: "alert.unassigned", before: { assignee: name }, after: { assignee: null } },
  ]);
});

test("an alert is not given to somebody who is disabled, only invited or unknown", async () => {
  const disabled = await makeMember("csm");
  await prisma.user.update({ where: { id: disabled.userId }, data: { disabledAt: new Date() } });
  const invited = await prisma.user.create({
    data: { email: "invited-to-alerts@example.com", name: "Invited", role: "csm" },
  });
  for (const assigneeId of [disabled.userId, invited.id, scene.sourceId]) {
    await expect(assignAlert(ctxOf(), { ...ids, assigneeId })).rejects.toMatchObject({ code: "invalid" });
  }
});

test("a snoozed alert sleeps while it stays as large, and wakes when it is twice as large", async () => {
  await snoozeAlert(ctxOf(), { ...ids, until: inHours(8) });
  await open(19);
  expect(await isSnoozed()).toBe(true);
  await open(20);
  expect(await isSnoozed()).toBe(false);
});

test("a snoozed alert that ends and opens again wakes, and a person may wake it", async () => {
  await snoozeAlert(ctxOf(), { ...ids, until: inHours(8) });
  await inTransaction((sql) => resolveAlert(sql, alertOf()));
  expect(await open(10)).toEqual(ids);
  expect(await isSnoozed()).toBe(false);

  expect(await snoozeAlert(ctxOf(), { ...ids, until: inHours(1) })).toMatchObject({
    snoozedBy: ctxOf().actor.name,
    snoozedUntil: expect.any(String),
  });
  expect(await wakeAlert(ctxOf(), ids)).toMatchObject({ snoozedUntil: null, snoozedBy: null });
  await wakeAlert(ctxOf(), ids);
  expect((await auditOf()).map(({ action }) => action)).toEqual([
    "alert.snoozed",
    "alert.snoozed",
    "alert.woken",
  ]);
});

test.each([[-1], [31 * 24]])("an alert is not snoozed for %s hours", async (hours) => {
  await expect(snoozeAlert(ctxOf(), { ...ids, until: inHours(hours) })).rejects.toMatchObject({
    code: "invalid",
    details: { fields: { until: expect.any(String) } },
  });
});

test("notes stay at the alert in their order, and the audit log does not repeat what they say", async () => {
  await addAlertNote(ctxOf(), { ...ids, text: "Asked Ada at the customer" });
  const { notes } = await addAlertNote(ctxOf(), { ...ids, text: "She answers tomorrow" });
  expect(notes.map(({ text, writtenBy }) => [text, writtenBy])).toEqual([
    ["Asked Ada at the customer", ctxOf().actor.name],
    ["She answers tomorrow", ctxOf().actor.name],
  ]);
  expect(JSON.stringify(await auditOf())).not.toContain("Ada");
});

test("a viewer changes nothing at an alert, and nobody one that has ended or is another customer's", async () => {
  const changes = [
    acknowledgeAlert,
    withdrawAcknowledgement,
    wakeAlert,
    (ctx: Parameters<typeof wakeAlert>[0], of: typeof ids) => snoozeAlert(ctx, { ...of, until: inHours(1) }),
    (ctx: Parameters<typeof wakeAlert>[0], of: typeof ids) => assignAlert(ctx, { ...of, assigneeId: null }),
    (ctx: Parameters<typeof wakeAlert>[0], of: typeof ids) => addAlertNote(ctx, { ...of, text: "Seen" }),
  ];
  const other = await makeScene();
  for (const change of changes) {
    await expect(change(ctxOf("viewer"), ids)).rejects.toMatchObject({ code: "forbidden" });
    await expect(change(ctxOf(), { ...ids, customerId: other.customerId })).rejects.toMatchObject({
      code: "not_found",
    });
  }
  await inTransaction((sql) => resolveAlert(sql, alertOf()));
  for (const change of changes) {
    await expect(change(ctxOf(), ids)).rejects.toMatchObject({ code: "conflict" });
  }
  expect(await auditOf()).toEqual([]);
});

test("an alert takes twenty notes, all of which are shown with it, and no more", async () => {
  for (let note = 1; note <= 20; note++) await addAlertNote(ctxOf(), { ...ids, text: `Note ${note}` });
  await expect(addAlertNote(ctxOf(), { ...ids, text: "Note 21" })).rejects.toMatchObject({
    code: "conflict",
  });
  const { notes } = await acknowledgeAlert(ctxOf(), ids);
  expect(notes.map(({ text }) => text)).toEqual(Array.from({ length: 20 }, (_, note) => `Note ${note + 1}`));
});
