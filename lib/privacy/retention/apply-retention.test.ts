import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { pool, prisma } from "@/lib/kernel/database";
import { createTestDestination, postPage } from "@/tools/testing/make-destination";
import { makeSource, sendBatch } from "@/tools/testing/make-source";
import { asOwner } from "@/tools/testing/owner";
import { applyRetention, pruneFor } from "./apply-retention";

const RETENTION = { bodyDays: 14, outcomeDays: 90 };

/** An anonymous event: settled without a call to Heap. */
const anonymous = () => ({
  id: randomUUID(),
  event_type: "users.messages.email.Open",
  time: 1_790_000_000,
  user: {},
});

async function age(sourceId: string, days: number): Promise<void> {
  await pool.query("UPDATE batch SET received_at = now() - make_interval(days => $2) WHERE source_id = $1", [
    sourceId,
    days,
  ]);
}

async function left(sourceId: string) {
  const { rows } = await pool.query(
    `SELECT (SELECT count(*)::int FROM batch WHERE source_id = $1) AS batches,
            (SELECT count(*)::int FROM batch WHERE source_id = $1 AND body IS NOT NULL) AS bodies,
            (SELECT count(*)::int FROM event WHERE source_id = $1) AS events`,
    [sourceId],
  );
  return rows[0];
}

async function pruneAll(): Promise<void> {
  while ((await applyRetention(RETENTION)) > 0);
}

test("bodies go after 14 days, outcomes once the week of their ninetieth day is over, and both go together", async () => {
  process.env.SANDBOX_URL = "http://127.0.0.1:1";
  const source = await makeSource({ heapAppId: "701" });
  for (let n = 0; n < 30; n++) await sendBatch(source, [anonymous(), anonymous()]);
  await forwardSlice("sandbox:701");

  await age(source.id, 13);
  await pruneAll();
  expect(await left(source.id)).toEqual({ batches: 30, bodies: 30, events: 60 });
  await age(source.id, 15);
  await pruneAll();
  expect(await left(source.id)).toEqual({ batches: 30, bodies: 0, events: 60 });
  await age(source.id, 89);
  await pruneAll();
  expect(await left(source.id)).toEqual({ batches: 30, bodies: 0, events: 60 });
  await age(source.id, 98);
  await pruneAll();
  expect(await left(source.id)).toEqual({ batches: 0, bodies: 0, events: 0 });
});

test("a pending batch stays with its body, however old", async () => {
  const source = await makeSource({ heapAppId: "702" });
  await sendBatch(source, [anonymous()]);
  await age(source.id, 400);
  await pruneAll();
  expect(await left(source.id)).toEqual({ batches: 1, bodies: 1, events: 0 });
});

test("finished rows are deleted after their days in every table; what is open, owed or unanswered stays", async () => {
  const destination = await createTestDestination();
  const { customerId, destinationId } = destination;
  const segmentId = await postPage(destination, { task: "t-1", add: ["anna", "ben"] });
  await postPage(destination, { task: "t-2", add: ["carl"] });
  const sync = (state: "succeeded" | "running") =>
    prisma.sync.create({
      data: { customerId, destinationId, segmentId, trigger: "manual", requestedBy: "Ada", state },
    });
  const push = (syncId: string, state: "accepted" | "sending") =>
    prisma.push.create({
      data: { customerId, segmentId, syncId, adds: 1, removes: 0, userKeys: ["anna"], state },
    });
  const [over, unanswered, open] = [await sync("succeeded"), await sync("succeeded"), await sync("running")];
  await push(over.id, "accepted");
  await push(unanswered.id, "sending");

  const alert = (resolvedAt: Date | null) => ({
    id: randomUUID(),
    customerId,
    kind: "quarantine",
    subject: randomUUID(),
    message: "m",
    nextAction: "n",
    resolvedAt,
  });
  const old = new Date(Date.now() - 91 * 86_400_000);
  const [ended, stays] = [alert(old), alert(null)];
  await prisma.alert.createMany({ data: [ended, stays] });
  const note = { customerId, text: "Seen", writtenBy: "Ada" };
  await prisma.alertNote.createMany({
    data: [ended, stays].map(({ id: alertId }) => ({ ...note, alertId })),
  });
  await prisma.notice.create({
    data: {
      alertId: (await prisma.alert.findFirstOrThrow({ where: { customerId, NOT: { resolvedAt: null } } })).id,
      customerId,
      event: "opened",
      channel: "mail",
    },
  });
  const check = await prisma.matchCheck.create({
    data: {
      customerId,
      destinationId,
      segmentId,
      trigger: "manual",
      state: "succeeded",
      requestedBy: "Ada",
      requestedAt: new Date(Date.now() - 15 * 86_400_000),
    },
  });
  await prisma.sampledId.create({
    data: { matchCheckId: check.id, position: 1, customerId, userKey: "anna", known: false },
  });
  for (const statement of [
    "UPDATE sync SET requested_at = now() - interval '91 d' WHERE customer_id = $1",
    "UPDATE page SET received_at = now() - interval '91 d' WHERE customer_id = $1",
    "UPDATE task SET state = 'complete', last_page_at = now() - interval '91 d' WHERE customer_id = $1",
  ]) {
    await pool.query(statement, [customerId]);
  }

  await pruneAll();
  const where = { customerId };
  expect((await prisma.sync.findMany({ where })).map(({ id }) => id).sort()).toEqual(
    [unanswered.id, open.id].sort(),
  );
  expect(await prisma.push.count({ where })).toBe(1);
  expect(await prisma.page.count({ where })).toBe(0);
  expect((await prisma.task.findMany({ where })).map((task) => task.syncTaskId)).toEqual(["t-2"]);
  expect(await prisma.alert.findMany({ where })).toMatchObject([{ resolvedAt: null }]);
  expect(await prisma.alertNote.findMany({ where })).toMatchObject([{ alertId: stays.id }]);
  expect(await prisma.notice.count({ where })).toBe(0);
  expect(await prisma.matchCheck.count({ where })).toBe(1);
  expect(await prisma.sampledId.count({ where })).toBe(0);
  expect(await prisma.member.count({ where: { segmentId } })).toBe(3);
});

test("the history outlives what it counts, and goes after two years; the latest day of a segment stays", async () => {
  const source = await makeSource({ heapAppId: "703" });
  await sendBatch(source, [anonymous()]);
  await forwardSlice("sandbox:703");
  const destination = await createTestDestination();
  const segmentId = await postPage(destination, { add: ["anna"] });
  const passDays = async (days: number) => {
    await age(source.id, days);
    for (const [table, column, owner, id] of [
      ["event_hour", "hour", "source_id", source.id],
      ["event_day", "day", "source_id", source.id],
      ["lag_hour", "hour", "source_id", source.id],
      ["segment_day", "day", "segment_id", segmentId],
    ]) {
      await pool.query(
        `UPDATE ${table} SET ${column} = date_trunc('hour', now()) - make_interval(days => $2) WHERE ${owner} = $1`,
        [id, days],
      );
    }
  };
  const counted = async () => {
    const { rows } = await pool.query(
      `SELECT (SELECT count(*)::int FROM event_hour WHERE source_id = $1) AS events,
              (SELECT count(*)::int FROM event_day WHERE source_id = $1) AS "eventDays",
              (SELECT count(*)::int FROM lag_hour WHERE source_id = $1) AS lags,
              (SELECT count(*)::int FROM segment_day WHERE segment_id = $2) AS days`,
      [source.id, segmentId],
    );
    return rows[0];
  };

  await passDays(700);
  await pruneAll();
  expect(await left(source.id)).toEqual({ batches: 0, bodies: 0, events: 0 });
  expect(await counted()).toEqual({ events: 1, eventDays: 1, lags: 1, days: 1 });
  await passDays(732);
  await pruneAll();
  expect(await counted()).toEqual({ events: 0, eventDays: 0, lags: 0, days: 1 });
});

test("a table that cannot be pruned keeps no other from being pruned, and the run says so", async () => {
  const source = await makeSource({ heapAppId: "799" });
  await sendBatch(source, [{ nonsense: true }]);
  await forwardSlice("sandbox:799");
  await age(source.id, 400);
  await asOwner("ALTER TABLE idempotent_answer RENAME TO idempotent_answer_away");
  await expect(pruneFor(RETENTION, 60)).rejects.toThrow(/idempotent_answer/);
  await asOwner("ALTER TABLE idempotent_answer_away RENAME TO idempotent_answer");
  expect(await left(source.id)).toEqual({ batches: 0, bodies: 0, events: 0 });
  expect(await pruneFor(RETENTION, 60)).toBe(0);
});
