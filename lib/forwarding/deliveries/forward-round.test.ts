import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { booksOf, endWait, openEvent } from "@/tools/testing/forward-events";
import { makeSource, sendBatch } from "@/tools/testing/make-source";
import { forwardRound } from "./forward-round";
import { forwardSlice } from "./forward-slice";

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
  process.env.SANDBOX_URL = sandbox.url;
});

afterAll(() => sandbox.close());

beforeEach(() => pool.query("UPDATE source SET paused_at = now()"));

/** A source with one event pending. */
async function makeWaiting(heapAppId: string, customerId?: string) {
  const source = await makeSource({ heapAppId, customerId });
  await sendBatch(source, [openEvent("anna")]);
  return source;
}

test("one round forwards for many Heap apps, whatever their number", async () => {
  const sources = [];
  for (let n = 0; n < 30; n++) sources.push(await makeWaiting(String(8200 + n)));

  expect(await forwardRound()).toEqual({ recorded: 30, done: true, waitSeconds: 0, unfinished: [] });
  for (const { id } of sources) expect(await booksOf(id)).toMatchObject({ forwarded: 1, done: true });
  expect(await forwardRound()).toMatchObject({ recorded: 0, done: true });
});

test("what comes for an app while the round goes on is forwarded by it", async () => {
  const slow = await makeWaiting("8301");
  let answer = () => {};
  const until = new Promise<void>((resolve) => {
    answer = resolve;
  });
  sandbox.state.faults.add({
    target: "heap.track",
    match: { appId: "8301" },
    mode: "latency",
    until,
    count: 1,
  });
  const round = forwardRound();
  const quick = await makeWaiting("8302");
  await expect.poll(async () => (await booksOf(quick.id)).done).toBe(true);

  await sendBatch(quick, [openEvent("ben")]);
  await expect.poll(async () => (await booksOf(quick.id)).forwarded).toBe(2);
  answer();
  expect(await round).toMatchObject({ recorded: 3, done: true });
  expect(await booksOf(slow.id)).toMatchObject({ forwarded: 1 });
});

test("what comes for an app at the end of its place is forwarded by the same round", async () => {
  const source = await makeWaiting("8351");
  await pool.query("INSERT INTO heap_app (key) VALUES ('sandbox:8351')");
  sandbox.state.faults.add({
    target: "heap.track",
    match: { appId: "8351" },
    mode: "latency",
    latencyMs: 500,
    count: 1,
  });
  const round = forwardRound();
  await expect.poll(() => openSlices("8351")).toBe(1);

  // Recorded, its slice cannot end: it waits to note the success.
  const client = await pool.connect();
  await client.query("BEGIN");
  await client.query("SELECT FROM heap_app WHERE key = 'sandbox:8351' FOR UPDATE");
  await expect.poll(async () => (await booksOf(source.id)).done).toBe(true);
  await sendBatch(source, [openEvent("ben")]);
  await client.query("COMMIT");
  client.release();

  expect(await round).toMatchObject({ recorded: 2, done: true, unfinished: [] });
});

test("an app whose call fails is left to a run of its own, and rounds leave it alone until Heap accepts again", async () => {
  const failing = await makeWaiting("8401");
  const sound = await makeWaiting("8402");
  sandbox.state.faults.add({
    target: "heap.track",
    match: { appId: "8401" },
    mode: "status",
    status: 503,
    count: 1,
  });

  expect(await forwardRound()).toMatchObject({
    recorded: 1,
    done: true,
    unfinished: [{ heapApp: "sandbox:8401", customerId: failing.customerId }],
  });
  expect(await booksOf(sound.id)).toMatchObject({ forwarded: 1 });
  await endWait("sandbox:8401");
  expect(await forwardRound()).toMatchObject({ recorded: 0, done: true, unfinished: [] });

  expect(await forwardSlice("sandbox:8401")).toMatchObject({ recorded: 1, done: true });
  await sendBatch(failing, [openEvent("ben")]);
  expect(await forwardRound()).toMatchObject({ recorded: 1, done: true });
});

test("a customer whose apps all hang has two places in a round; the others' apps go on", async () => {
  const first = await makeWaiting("8500");
  for (let n = 1; n < 8; n++) await makeWaiting(String(8500 + n), first.customerId);
  let answer = () => {};
  const until = new Promise<void>((resolve) => {
    answer = resolve;
  });
  for (let n = 0; n < 8; n++) {
    const match = { appId: String(8500 + n) };
    sandbox.state.faults.add({ target: "heap.track", match, mode: "latency", until, count: 1 });
  }
  const round = forwardRound();
  await expect.poll(() => openSlices("85")).toBe(2);
  const other = await makeWaiting("8600");
  await expect.poll(async () => (await booksOf(other.id)).done).toBe(true);

  expect(await openSlices("85")).toBe(2);
  answer();
  await round;
});

test("a process that ends during a slice costs its app the place after the second time", async () => {
  await makeWaiting("8700");
  await pool.query("INSERT INTO heap_app (key, open_slices) VALUES ('sandbox:8700', 2)");
  expect(await forwardRound()).toMatchObject({ recorded: 0, done: true });
  await pool.query("UPDATE heap_app SET open_slices = 1 WHERE key = 'sandbox:8700'");
  expect(await forwardRound()).toMatchObject({ recorded: 1, done: true });
});

/** Of the Heap apps whose ids begin like this. */
async function openSlices(appIds: string): Promise<number> {
  const { rows } = await pool.query<{ open: number }>(
    "SELECT count(*)::int AS open FROM heap_app WHERE open_slices = 1 AND key LIKE 'sandbox:' || $1 || '%'",
    [appIds],
  );
  return rows[0]?.open ?? 0;
}
