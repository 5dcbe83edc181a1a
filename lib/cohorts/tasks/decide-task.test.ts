import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { createTestDestination, postPage, type TestDestination } from "@/tools/testing/make-destination";
import { decideTask } from "./decide-task";
import { findReceivingCustomers, findSegmentsToDecide } from "./find-segments-to-decide";

const NOTHING = { decided: 0, syncId: null };

const letItBeQuiet = (segmentId: string) =>
  pool.query("UPDATE task SET last_page_at = now() - interval '3 min' WHERE segment_id = $1", [segmentId]);

async function alertsOf({ customerId }: TestDestination) {
  const { rows } = await pool.query(
    "SELECT kind, resolved_at IS NULL AS open FROM alert WHERE customer_id = $1",
    [customerId],
  );
  return rows;
}

test("a task is complete when all its pages are there, in any order, and then requests one delta sync", async () => {
  const destination = await createTestDestination();
  const segmentId = await postPage(destination, { task: "t", page: 3, total: 3, add: ["c"] });
  await postPage(destination, { task: "t", page: 1, total: 3, add: ["a"] });
  await postPage(destination, { task: "t", page: 1, total: 3, remove: ["z"] });
  expect(await decideTask(segmentId)).toMatchObject(NOTHING);

  await postPage(destination, { task: "t", page: 2, total: 3, add: ["b"] });
  const decision = await decideTask(segmentId);

  expect(decision).toEqual({ decided: 1, syncId: expect.any(String) });
  const { rows } = await pool.query("SELECT id, trigger, state FROM sync WHERE segment_id = $1", [segmentId]);
  expect(rows).toEqual([{ id: decision.syncId, trigger: "delta", state: "queued" }]);
});

test("deciding again names the waiting sync, in case the process died before starting it, and requests no other", async () => {
  const segmentId = await postPage(await createTestDestination(), { task: "t", add: ["a"] });
  const { syncId } = await decideTask(segmentId);
  expect(await decideTask(segmentId)).toMatchObject({ decided: 0, syncId });

  await pool.query("UPDATE sync SET state = 'succeeded', finished_at = now() WHERE id = $1", [syncId]);
  expect(await decideTask(segmentId)).toMatchObject(NOTHING);
});

test("a task that stays quiet is incomplete and opens an alert; its last page resolves the alert", async () => {
  const destination = await createTestDestination();
  const segmentId = await postPage(destination, { task: "t", page: 1, total: 2, add: ["a"] });
  expect(await findReceivingCustomers()).not.toContain(destination.customerId);
  expect(await findSegmentsToDecide(destination.customerId)).toEqual([]);

  await letItBeQuiet(segmentId);
  expect(await findReceivingCustomers()).toContain(destination.customerId);
  expect(await findSegmentsToDecide(destination.customerId)).toEqual([segmentId]);
  expect(await decideTask(segmentId)).toMatchObject({ decided: 1, syncId: expect.any(String) });
  expect(await alertsOf(destination)).toEqual([{ kind: "pages_missing", open: true }]);
  expect(await findReceivingCustomers()).not.toContain(destination.customerId);

  await postPage(destination, { task: "t", page: 2, total: 2, add: ["b"] });
  expect(await findSegmentsToDecide(destination.customerId)).toEqual([segmentId]);
  expect(await decideTask(segmentId)).toMatchObject({ decided: 1 });
  expect(await alertsOf(destination)).toEqual([{ kind: "pages_missing", open: false }]);
});

test.each([
  ["it is drained", { drain: true }, false],
  ["a later task names all its users", { task: "all", add: ["a", "b"] }, false],
  ["not when a later task changes a few", { task: "few", add: ["c"] }, true],
])("a segment that lacks pages has one alert, which ends when %s", async (_, page, stays) => {
  const destination = await createTestDestination();
  const segmentId = await postPage(destination, { task: "1", page: 1, total: 2, add: ["a"] });
  await postPage(destination, { task: "2", page: 1, total: 2, add: ["b"] });
  await letItBeQuiet(segmentId);
  await decideTask(segmentId);
  expect(await alertsOf(destination)).toEqual([{ kind: "pages_missing", open: true }]);

  await postPage(destination, page, Date.now() + 1_000);
  await decideTask(segmentId);
  expect(await alertsOf(destination)).toEqual([{ kind: "pages_missing", open: stays }]);
});

test("a drain is decided like a task", async () => {
  const destination = await createTestDestination();
  const segmentId = await postPage(destination, { add: ["a"] });
  await pool.query("UPDATE member SET acked = true WHERE segment_id = $1", [segmentId]);
  await pool.query("UPDATE segment SET cohort_name = name WHERE id = $1", [segmentId]);
  expect(await decideTask(segmentId)).toMatchObject({ decided: 1, syncId: null });

  await postPage(destination, { drain: true }, Date.now() + 10);
  expect(await decideTask(segmentId)).toMatchObject({ decided: 1, syncId: expect.any(String) });
});

test("nothing is synced while the segment is off or its destination or customer is paused", async () => {
  const destination = await createTestDestination();
  const segmentId = await postPage(destination, { task: "1", add: ["a"] });
  await pool.query("UPDATE segment SET mode = 'off' WHERE id = $1", [segmentId]);
  expect(await decideTask(segmentId)).toMatchObject({ decided: 1, syncId: null });

  await pool.query("UPDATE segment SET mode = 'manual' WHERE id = $1", [segmentId]);
  await pool.query("UPDATE customer SET state = 'paused' WHERE id = $1", [destination.customerId]);
  await postPage(destination, { task: "2", add: ["b"] });
  expect(await decideTask(segmentId)).toMatchObject({ decided: 1, syncId: null });

  await pool.query("UPDATE customer SET state = 'live' WHERE id = $1", [destination.customerId]);
  await postPage(destination, { task: "3", add: ["c"] });
  expect(await decideTask(segmentId)).toMatchObject({ syncId: expect.any(String) });
});
