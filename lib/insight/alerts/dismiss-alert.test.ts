import { beforeEach, expect, test } from "vitest";
import { openAlert } from "@/lib/kernel/alerts/open-alert";
import { inTransaction, pool, prisma } from "@/lib/kernel/database";
import { type HealthScene, makeScene } from "@/tools/testing/customer-health";
import { createTestDestination, ctxOf, postPage } from "@/tools/testing/make-destination";
import { dismissAlert } from "./dismiss-alert";
import { updateAlerts } from "./update-alerts";

let scene: HealthScene;
beforeEach(async () => {
  scene = await makeScene();
});

const alertsOf = (customerId: string) =>
  prisma.alert.findMany({ where: { customerId }, orderBy: { openedAt: "asc" } });

async function openMissing(occurredAt: Date): Promise<void> {
  await inTransaction((sql) =>
    openAlert(sql, {
      customerId: scene.customerId,
      kind: "pages_missing",
      subject: "segment",
      message: "Heap announced 3 pages and sent 2",
      nextAction: "Sync again in Heap.",
      occurredAt,
    }),
  );
}

test("a dismissed alert keeps who and why; the same occurrence opens none again, the next one does", async () => {
  const occurredAt = new Date(Date.now() - 60_000);
  await openMissing(occurredAt);
  const [alert] = await alertsOf(scene.customerId);
  const input = { customerId: scene.customerId, alertId: alert?.id ?? "", reason: "Synced in Heap" };
  expect(await dismissAlert(ctxOf(), input)).toMatchObject({
    dismissedBy: ctxOf().actor.name,
    dismissedReason: "Synced in Heap",
    resolvedAt: expect.any(String),
  });
  expect(
    await prisma.auditEntry.findFirst({ where: { customerId: scene.customerId, action: "alert.dismissed" } }),
  ).toMatchObject({ after: { kind: "pages_missing", reason: "Synced in Heap" } });

  await openMissing(occurredAt);
  expect(await alertsOf(scene.customerId)).toHaveLength(1);
  await openMissing(new Date(Date.now() + 60_000));
  expect(await alertsOf(scene.customerId)).toMatchObject([
    { dismissedReason: "Synced in Heap" },
    { resolvedAt: null, dismissedBy: null },
  ]);
});

test("what ends by itself, has ended, or belongs to another customer is not dismissed", async () => {
  const state = await scene.addAlert({ kind: "deliveries_failing", message: "Down" });
  const gone = await scene.addAlert({ kind: "recurring_cap", message: "No room" });
  await prisma.alert.update({ where: { id: gone.id }, data: { resolvedAt: new Date() } });
  const dismiss = (alertId: string, customerId = scene.customerId) =>
    dismissAlert(ctxOf(), { customerId, alertId, reason: "No" });

  await expect(dismiss(state.id)).rejects.toMatchObject({ code: "conflict" });
  await expect(dismiss(gone.id)).rejects.toMatchObject({ code: "conflict" });
  const other = await makeScene();
  await expect(dismiss(gone.id, other.customerId)).rejects.toMatchObject({ code: "not_found" });
  await expect(
    dismissAlert(ctxOf("viewer"), { customerId: scene.customerId, alertId: gone.id, reason: "No" }),
  ).rejects.toMatchObject({ code: "forbidden" });
});

test("pages of another Heap environment are told until twenty right ones came", async () => {
  const destination = await createTestDestination();
  await postPage(destination, { idToken: "first", add: ["a"] });
  await postPage(destination, { idToken: "second", add: ["b"] });
  await updateAlerts();
  expect(await openKinds(destination.customerId)).toContain("id_token_changed");

  for (let page = 0; page < 20; page++) await postPage(destination, { idToken: "first", add: [`c${page}`] });
  await updateAlerts();
  expect(await openKinds(destination.customerId)).not.toContain("id_token_changed");
});

test("dismissing that another Heap environment posts accepts it, and a third one is told again", async () => {
  const destination = await createTestDestination();
  const { customerId } = destination;
  await postPage(destination, { idToken: "first", add: ["a"] });
  await postPage(destination, { idToken: "second", add: ["b"] });
  await updateAlerts();
  const alert = (await alertsOf(customerId)).find(({ kind }) => kind === "id_token_changed");
  await dismissAlert(ctxOf(), { customerId, alertId: alert?.id ?? "", reason: "They moved" });

  await postPage(destination, { idToken: "second", add: ["c"] });
  await updateAlerts();
  expect(await openKinds(customerId)).not.toContain("id_token_changed");

  await postPage(destination, { idToken: "third", add: ["d"] });
  await updateAlerts();
  expect(await openKinds(customerId)).toContain("id_token_changed");
});

async function openKinds(customerId: string): Promise<string[]> {
  const { rows } = await pool.query<{ kind: string }>(
    "SELECT kind FROM alert WHERE customer_id = $1 AND resolved_at IS NULL",
    [customerId],
  );
  return rows.map(({ kind }) => kind);
}
