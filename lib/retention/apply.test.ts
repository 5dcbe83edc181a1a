import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { pool } from "@/lib/db";
import { forwardSlice } from "@/lib/deliveries/forward-slice";
import { makeSource, sendBatch } from "@/lib/testing/make-source";
import { applyRetention } from "./apply";

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

test("bodies go after 14 days, outcomes after 90, and both go together", async () => {
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
  await age(source.id, 91);
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
