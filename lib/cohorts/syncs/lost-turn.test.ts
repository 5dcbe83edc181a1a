import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { createTestDestination, postPage } from "@/tools/testing/make-destination";
import {
  askSync,
  cohortIn,
  expectEqualCohort,
  numbered,
  passTime,
  runToEnd,
  useSandbox,
} from "@/tools/testing/run-syncs";
import { bookingOf } from "./book-push";
import { runSyncSlice } from "./run-sync-slice";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());

/** Statements that wait for a lock of another, and hold the turn of a sync. */
const WAITING_TO_BOOK = `
  SELECT count(*)::int AS count FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%INSERT INTO push%'`;
const WAITING_TO_START = `
  SELECT count(*)::int AS count FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'UPDATE sync SET state = ''running''%'`;
const TURNS = `
  SELECT l.pid FROM pg_locks l
  WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

const countOf = async (text: string) => (await pool.query<{ count: number }>(text)).rows[0]?.count;

test("a sync that loses its turn between booking a call and making it makes none, and its successor sends everybody once", async () => {
  const destination = await createTestDestination();
  const segmentId = await postPage(destination, { add: numbered(10) });
  const syncId = await askSync(destination, segmentId);

  const client = await pool.connect();
  await client.query("BEGIN");
  await client.query("LOCK TABLE push IN SHARE MODE");
  const slice = runSyncSlice(syncId);
  await expect.poll(() => countOf(WAITING_TO_BOOK)).toBe(1);
  await pool.query(`SELECT pg_terminate_backend(pid) FROM (${TURNS}) turns`);
  await expect.poll(async () => (await pool.query(TURNS)).rowCount).toBe(0);
  await client.query("COMMIT");
  client.release();

  await slice;
  expect(cohortIn(sandbox, destination, segmentId)).toMatchObject({ calls: 0 });
  const { rows } = await pool.query("SELECT state FROM push WHERE segment_id = $1", [segmentId]);
  expect(rows).toEqual([{ state: "sending" }]);

  await passTime(syncId);
  await runToEnd(syncId);
  expect(cohortIn(sandbox, destination, segmentId)).toMatchObject({ calls: 1, added: 10, redundant: 0 });
  await expectEqualCohort(sandbox, destination, segmentId);
});

test("a sync that begins while a predecessor books a call sees it, and waits for its answer", async () => {
  const destination = await createTestDestination();
  const segmentId = await postPage(destination, { add: numbered(10) });
  const syncId = await askSync(destination, segmentId);
  const sliceId = uuidv7();
  await pool.query("UPDATE sync SET state = 'running', slice_id = $2 WHERE id = $1", [syncId, sliceId]);

  const client = await pool.connect();
  const { text, values } = bookingOf({ id: syncId, segmentId, sliceId }, uuidv7(), [
    { userKey: "user-1", wanted: true },
  ]);
  let slice: ReturnType<typeof runSyncSlice>;
  try {
    await client.query("BEGIN");
    expect((await client.query(text, values)).rowCount).toBe(1);
    slice = runSyncSlice(syncId);
    await expect.poll(() => countOf(WAITING_TO_START)).toBe(1);
    await client.query("COMMIT");
  } finally {
    client.release();
  }

  const { calls, waitSeconds } = await slice;
  expect(calls).toBe(0);
  expect(waitSeconds).toBeGreaterThan(1);
  expect(cohortIn(sandbox, destination, segmentId)).toMatchObject({ calls: 0 });
});
