import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { createTestDestination, postPage, type TestDestination } from "@/tools/testing/make-destination";
import { requestDueSyncs } from "./request-due-syncs";

const makeDue = (segmentId: string, ago = "1 min") =>
  pool.query("UPDATE segment SET next_sync_at = now() - $2::interval WHERE id = $1", [segmentId, ago]);

async function nextSyncHours(segmentId: string): Promise<number> {
  const { rows } = await pool.query(
    "SELECT extract(epoch FROM next_sync_at - now())::float / 3600 AS hours FROM segment WHERE id = $1",
    [segmentId],
  );
  return rows[0].hours;
}

async function dueSegments(destination: TestDestination): Promise<string[]> {
  const { syncs } = await requestDueSyncs();
  const { rows } = await pool.query("SELECT id FROM segment WHERE destination_id = $1", [
    destination.destinationId,
  ]);
  const mine = rows.map((row) => row.id);
  return syncs.map((sync) => sync.segmentId).filter((id) => mine.includes(id));
}

test("a segment that is due and owes something gets one sync, and its next date about four hours later", async () => {
  const destination = await createTestDestination();
  const segmentId = await postPage(destination, { add: ["a"] });

  expect(await dueSegments(destination)).toEqual([]);
  await makeDue(segmentId);
  expect(await dueSegments(destination)).toEqual([segmentId]);
  expect(Math.abs((await nextSyncHours(segmentId)) - 4)).toBeLessThan(0.2);

  await makeDue(segmentId);
  expect(await dueSegments(destination)).toEqual([]);
});

test("a segment that was due long ago gets a date within the period", async () => {
  const destination = await createTestDestination();
  const segmentId = await postPage(destination, { add: ["a"] });
  await makeDue(segmentId, "3 days");

  expect(await dueSegments(destination)).toEqual([segmentId]);
  const hours = await nextSyncHours(segmentId);
  expect(hours).toBeGreaterThan(-0.1);
  expect(hours).toBeLessThanOrEqual(4);
});

test("a segment in step, and one whose destination is paused, get a date but no sync", async () => {
  const destination = await createTestDestination();
  const inOrder = await postPage(destination, { segment: "1", add: ["a"] });
  const paused = await createTestDestination();
  const resting = await postPage(paused, { add: ["a"] });
  await pool.query("UPDATE member SET acked = wanted WHERE segment_id = $1", [inOrder]);
  await pool.query("UPDATE segment SET cohort_name = name WHERE id = $1", [inOrder]);
  await pool.query("UPDATE destination SET paused_at = now() WHERE id = $1", [paused.destinationId]);
  await makeDue(inOrder);
  await makeDue(resting);

  const requested = (await requestDueSyncs()).syncs.map((sync) => sync.segmentId);

  expect(requested).not.toContain(inOrder);
  expect(requested).not.toContain(resting);
  expect(await nextSyncHours(inOrder)).toBeGreaterThan(3);
  expect(await nextSyncHours(resting)).toBeGreaterThan(3);
});

test("what is due is taken in parts: those of longest ago first, and what falls due in between is left for the next minute", async () => {
  const { customerId, destinationId } = await createTestDestination();
  await pool.query(
    `INSERT INTO segment (id, customer_id, destination_id, heap_segment_id, name, mode, next_sync_at)
     SELECT gen_random_uuid(), $1, $2, 'due ' || n, 'Due ' || n, 'recurring', now() - make_interval(mins => n)
     FROM generate_series(1, 100) AS n`,
    [customerId, destinationId],
  );
  const stillDue = async () => {
    const { rows } = await pool.query<{ name: string }>(
      "SELECT heap_segment_id AS name FROM segment WHERE destination_id = $1 AND next_sync_at <= now() ORDER BY next_sync_at",
      [destinationId],
    );
    return rows.map(({ name }) => name);
  };

  const { left: leftByFirst } = await requestDueSyncs(3);
  expect(leftByFirst).toBe(66);
  expect((await stillDue())[0]).toBe("due 66");
  await pool.query(
    `UPDATE segment SET next_sync_at = now() WHERE destination_id = $1 AND id IN (
       SELECT id FROM segment WHERE destination_id = $1 AND next_sync_at > now() LIMIT 30)`,
    [destinationId],
  );
  const { left: leftBySecond } = await requestDueSyncs(2, leftByFirst);
  expect(leftBySecond).toBe(33);
  expect((await stillDue())[0]).toBe("due 33");
  expect((await requestDueSyncs(1, leftBySecond)).left).toBe(0);
  expect(await stillDue()).toHaveLength(30);
});
