import { afterAll, beforeAll, expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { booksOf, openEvent } from "@/tools/testing/forward-events";
import { makeSource, sendBatch } from "@/tools/testing/make-source";
import { forwardSlice } from "./forward-slice";

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
  process.env.SANDBOX_URL = sandbox.url;
});

afterAll(() => sandbox.close());

test("while another process forwards to a Heap app, nothing is sent, and when it dies the turn is free", async () => {
  const source = await makeSource({ heapAppId: "8101" });
  await sendBatch(source, [openEvent("anna")]);
  const other = await pool.connect();
  await other.query("SELECT pg_advisory_lock(hashtextextended('forward sandbox:8101', 0))");

  expect(await forwardSlice("sandbox:8101")).toEqual({ recorded: 0, done: true, waitSeconds: 0 });
  expect(sandbox.state.heap.apps.has("8101")).toBe(false);
  other.release(true); // its connection ends, as with its process

  await expect.poll(async () => (await forwardSlice("sandbox:8101")).recorded).toBe(1);
  expect(await booksOf(source.id)).toMatchObject({ forwarded: 1, done: true });
});

test("a batch that comes after the last look of a slice leads to another slice", async () => {
  const source = await makeSource({ heapAppId: "8102" });
  await sendBatch(source, [openEvent("anna")]);
  sandbox.state.faults.add({ target: "heap.track", mode: "latency", latencyMs: 1_000, count: 1 });
  const slice = forwardSlice("sandbox:8102");
  await expect.poll(isSliceOpen).toBe(true);

  const holder = await pool.connect();
  await holder.query("BEGIN");
  await holder.query("SELECT FROM heap_app WHERE key = 'sandbox:8102' FOR UPDATE");
  await expect.poll(isEndWaiting).toBe(true);
  await sendBatch(source, [openEvent("ben")]);
  await holder.query("COMMIT");
  holder.release();

  expect(await slice).toMatchObject({ recorded: 1, done: false, waitSeconds: 0 });
  expect(await forwardSlice("sandbox:8102")).toMatchObject({ recorded: 1, done: true });
});

async function isSliceOpen(): Promise<boolean> {
  const { rowCount } = await pool.query(
    "SELECT FROM heap_app WHERE key = 'sandbox:8102' AND open_slices = 1",
  );
  return rowCount === 1;
}

/** Whether the slice's call was answered and recorded, and noting its end waits for the row. */
async function isEndWaiting(): Promise<boolean> {
  const { rowCount } = await pool.query(
    `SELECT FROM pg_stat_activity
     WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0
       AND position('open_slices = 0' IN query) > 0`,
  );
  return rowCount === 1;
}
