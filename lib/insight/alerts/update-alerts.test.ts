import { beforeEach, expect, test } from "vitest";
import { POST as postCurrents } from "@/app/api/currents/[token]/route";
import { readHealth } from "@/lib/insight/health/read-health";
import { pool, prisma } from "@/lib/kernel/database";
import { type HealthScene, makeScene } from "@/tools/testing/customer-health";
import { createTestDestination, postBody, postPage } from "@/tools/testing/make-destination";
import { makeSource } from "@/tools/testing/make-source";
import { updateAlerts } from "./update-alerts";

const HOUR = 3_600_000;
const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR);

let scene: HealthScene;
beforeEach(async () => {
  scene = await makeScene();
});

const alertsOf = (customerId = scene.customerId) =>
  prisma.alert.findMany({ where: { customerId }, orderBy: { openedAt: "asc" } });

async function failHeap(failures = 3): Promise<void> {
  const at = hoursAgo(2);
  await prisma.heapApp.upsert({
    where: { key: scene.heapApp },
    create: { key: scene.heapApp, failures },
    update: { failures },
  });
  const { customerId, sourceId, heapApp } = scene;
  await prisma.delivery.create({
    data: {
      customerId,
      sourceId,
      heapApp,
      state: "failed",
      status: 503,
      words: "Down",
      eventCount: 5,
      mapping: {},
      startedAt: at,
    },
  });
  await pool.query(
    `INSERT INTO batch (id, customer_id, source_id, digest, body, byte_size, accepted)
     VALUES (gen_random_uuid(), $1, $2, gen_random_uuid()::text::bytea, '{}', 2, 5)`,
    [customerId, sourceId],
  );
}

test("an alert opens once, however many checks run and however often, and resolves when Heap accepts again", async () => {
  await failHeap();
  await updateAlerts();
  await Promise.all([updateAlerts(), updateAlerts(), updateAlerts()]);
  const [alert, ...more] = await alertsOf();
  expect(more).toEqual([]);
  expect(alert).toMatchObject({
    kind: "deliveries_failing",
    sourceId: scene.sourceId,
    cause: "Heap answered 503: “Down”",
    resolvedAt: null,
  });
  expect(alert?.message).toContain("5 events queued");

  await prisma.heapApp.update({ where: { key: scene.heapApp }, data: { failures: 0 } });
  await updateAlerts();
  expect(await alertsOf()).toMatchObject([{ id: alert?.id, resolvedAt: expect.any(Date) }]);
});

test("a problem that comes back within a quarter of an hour is the same alert; later it is a new one", async () => {
  await failHeap();
  await updateAlerts();
  await pool.query("UPDATE alert SET resolved_at = now() - interval '10 min' WHERE customer_id = $1", [
    scene.customerId,
  ]);
  await updateAlerts();
  expect(await alertsOf()).toMatchObject([{ resolvedAt: null }]);

  await pool.query("UPDATE alert SET resolved_at = now() - interval '16 min' WHERE customer_id = $1", [
    scene.customerId,
  ]);
  await updateAlerts();
  expect(await alertsOf()).toHaveLength(2);
});

test("an alert's text is updated, and untouched when nothing changed", async () => {
  await failHeap();
  await updateAlerts();
  const xmin = async () =>
    (await pool.query("SELECT xmin::text, message FROM alert WHERE customer_id = $1", [scene.customerId]))
      .rows;
  const before = await xmin();
  await updateAlerts();
  expect(await xmin()).toEqual(before);

  await failHeap(4);
  await updateAlerts();
  expect((await xmin())[0].message).toContain("10 events queued");
});

test("silence is measured by the source's own rhythm", async () => {
  const nightly = await makeScene();
  for (const each of [scene, nightly]) {
    for (let day = 12; day >= 2; day--) await each.addBatch({ receivedAt: hoursAgo(day * 24) });
    await each.addBatch({ receivedAt: hoursAgo(30), isSimulated: false });
  }
  for (let hours = 12 * 24; hours > 30; hours -= 3) await scene.addBatch({ receivedAt: hoursAgo(hours) });
  await updateAlerts();
  expect(await alertsOf()).toMatchObject([{ kind: "no_events", cause: expect.stringContaining("3 hours") }]);
  expect(await alertsOf(nightly.customerId)).toEqual([]);
});

test("pausing a customer resolves its alerts about silence and failures", async () => {
  await failHeap();
  await updateAlerts();
  await prisma.customer.update({ where: { id: scene.customerId }, data: { state: "paused" } });
  await updateAlerts();
  expect(await alertsOf()).toMatchObject([{ resolvedAt: expect.any(Date) }]);
});

test("alerts opened by a request or sync stay until a request or sync resolves them", async () => {
  await scene.addAlert({ kind: "pages_missing", message: "Missing" });
  await updateAlerts();
  expect(await alertsOf()).toMatchObject([{ kind: "pages_missing", resolvedAt: null }]);
});

test("the share of quarantined events opens an alert with the most frequent reason", async () => {
  const batch = await scene.addBatch({ quarantined: 200 });
  const { customerId, sourceId } = scene;
  await prisma.event.createMany({
    data: Array.from({ length: 30 }, (_, index) => ({
      batchId: batch.id,
      index,
      customerId,
      sourceId,
      type: "users.messages.email.Open",
      outcome: "quarantined" as const,
      field: index < 20 ? "user.external_user_id" : "time",
      reason: index < 20 ? "A placeholder" : "No time",
    })),
  });
  await updateAlerts();
  expect(await alertsOf()).toMatchObject([
    {
      kind: "quarantine_share",
      message: expect.stringContaining("10%"),
      cause: "Most often: A placeholder (field user.external_user_id), 20 of the latest 30.",
      sample: "The latest is of type Email Open.",
    },
  ]);
});

test("a wrong bearer token is recorded at most once a minute, and the alert says what Braze does; an accepted batch ends it", async () => {
  const source = await makeSource({ heapAppId: "901", bearerToken: "right" });
  const resumeAt = new Date(Date.now() + HOUR);
  await prisma.heapApp.create({ data: { key: "sandbox:901", resumeAt } });
  const post = (bearer: string) =>
    postCurrents(
      new Request("http://127.0.0.1/api/currents/x", {
        method: "POST",
        headers: { authorization: `Bearer ${bearer}` },
        body: JSON.stringify({ events: [{ id: bearer }] }),
      }),
      { params: Promise.resolve({ token: source.token }) },
    );
  const refusedAt = async () =>
    (await prisma.endpoint.findFirstOrThrow({ where: { sourceId: source.id } })).lastRefusedAt;

  expect((await post("wrong")).status).toBe(401);
  const first = await refusedAt();
  expect((await post("wrong")).status).toBe(401);
  expect(await refusedAt()).toEqual(first);
  await updateAlerts();
  const [alert] = await alertsOf(source.customerId);
  expect(alert).toMatchObject({
    kind: "currents_refused",
    nextAction: expect.stringContaining("does not resend refused events"),
  });
  expect(JSON.stringify(alert)).not.toContain('wrong"');

  expect((await post("right")).status).toBe(200);
  await pool.query("UPDATE endpoint SET last_refused_at = now() - interval '20 min' WHERE source_id = $1", [
    source.id,
  ]);
  await updateAlerts();
  expect(await alertsOf(source.customerId)).toMatchObject([{ resolvedAt: expect.any(Date) }]);
});

test("members that a destination owes and cannot deliver are reported with Braze's message", async () => {
  const segment = await scene.addSegment({ mode: "recurring", lastPageAt: new Date() });
  await scene.addMember(segment.id, { userKey: "a" });
  const sync = await scene.addSync(segment.id, "failed");
  await prisma.sync.update({ where: { id: sync.id }, data: { error: "Braze accepted nothing for a day." } });
  await updateAlerts();
  expect((await alertsOf()).map(({ kind }) => kind).toSorted()).toEqual(["owed_stuck", "webhook_unsigned"]);
  expect(await alertsOf()).toContainEqual(
    expect.objectContaining({
      kind: "owed_stuck",
      segmentId: segment.id,
      cause: "Braze accepted nothing for a day.",
    }),
  );
});

test("users without an id are reported with what came instead, until a change comes with ids", async () => {
  const destination = await createTestDestination();
  const segmentId = await postPage(destination, { task: "1", add: Array.from({ length: 500 }, () => "") });
  await updateAlerts();
  expect(await alertsOf(destination.customerId)).toMatchObject([
    {
      kind: "users_without_id",
      segmentId,
      cause: 'Most of them look like {"id":""}',
      message: expect.stringContaining("500 of 500 entries"),
      resolvedAt: null,
    },
  ]);
  const health = await readHealth([destination.customerId]);
  expect(health.get(destination.customerId)).toMatchObject({
    health: "attention",
    healthReason: expect.stringContaining("without a value in the chosen property"),
  });

  // An empty change says nothing about the property.
  await postPage(destination, { task: "2", add: [] }, Date.now() + 10);
  await updateAlerts();
  expect(await alertsOf(destination.customerId)).toMatchObject([{ resolvedAt: null }]);

  await postPage(destination, { task: "3", add: ["ada"] }, Date.now() + 20);
  await updateAlerts();
  expect(await alertsOf(destination.customerId)).toMatchObject([{ resolvedAt: expect.any(Date) }]);
});

test("an action that is not known is reported for a week", async () => {
  const destination = await createTestDestination();
  await postBody(destination, JSON.stringify({ action_type: "segment.renamed", data: {} }));
  await updateAlerts();
  expect(await alertsOf(destination.customerId)).toMatchObject([
    { kind: "unknown_action", cause: "The action is “segment.renamed”.", resolvedAt: null },
  ]);

  await pool.query("UPDATE page SET received_at = now() - interval '8 d' WHERE destination_id = $1", [
    destination.destinationId,
  ]);
  await updateAlerts();
  expect(await alertsOf(destination.customerId)).toMatchObject([{ resolvedAt: expect.any(Date) }]);
});

test("an update of one customer opens and resolves only its alerts, of sources and of destinations", async () => {
  const other = await makeScene();
  await failHeap();
  await updateAlerts();
  expect(await alertsOf()).toHaveLength(1);
  for (const { customerId } of [scene, other]) {
    await pool.query("UPDATE destination SET other_id_token_at = now() WHERE customer_id = $1", [customerId]);
  }
  await prisma.heapApp.update({ where: { key: scene.heapApp }, data: { failures: 0 } });

  expect(await updateAlerts(other.customerId)).toMatchObject({ isSkipped: false, open: 1, resolved: 0 });
  expect(await alertsOf()).toMatchObject([{ kind: "deliveries_failing", resolvedAt: null }]);
  expect(await alertsOf(other.customerId)).toHaveLength(1);
  expect(await updateAlerts(scene.customerId)).toMatchObject({ open: 1, resolved: 1 });
  expect(await alertsOf(other.customerId)).toMatchObject([{ resolvedAt: null }]);
});
