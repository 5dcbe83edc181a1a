import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { listEvents } from "@/lib/forwarding/events/list-events";
import { readSourceFacts } from "@/lib/insight/alerts/read-source-facts";
import { pool } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import { systemCtx } from "@/tools/testing/make-team";
import { useSandbox } from "@/tools/testing/run-syncs";

let sandbox: Sandbox;
let appNumber = 7_900;
let source: TestSource;

beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  source = await makeSource({ heapAppId: String(++appNumber) });
});

const heapApp = () => `sandbox:${appNumber}`;

function event(name: string) {
  return {
    id: randomUUID(),
    event_type: "users.messages.email.Open",
    time: 1_790_000_000,
    user: { external_user_id: name },
    properties: {},
  };
}

/** A batch written past the endpoint, as by hand or by another version. */
async function writeBatch(body: string, accepted: number): Promise<string> {
  const id = randomUUID();
  await pool.query(
    "INSERT INTO batch (id, customer_id, source_id, digest, body, byte_size, accepted) VALUES ($1, $2, $3, $4, $5, $6, $7)",
    [
      id,
      source.customerId,
      source.id,
      createHash("sha256").update(id).digest(),
      Buffer.from(body),
      body.length,
      accepted,
    ],
  );
  return id;
}

async function forwardAll(): Promise<void> {
  while (!(await forwardSlice(heapApp())).done);
}

async function bookOf(id: string) {
  const { rows } = await pool.query(
    `SELECT state, accepted, forwarded, quarantined, set_aside_at IS NOT NULL AS "isSetAside" FROM batch WHERE id = $1`,
    [id],
  );
  return rows[0];
}

async function factsOfSource() {
  return (await readSourceFacts(pool, new Date())).find(({ sourceId }) => sourceId === source.id);
}

test.each([
  ["of millions of values", `{"events":[${"0,".repeat(3_000_000)}0]}`, 4],
  ["that is not JSON", `{"events":[{"id":`, 2],
  ["that holds other events than were counted", `{"events":[{},{},{}]}`, 2],
  ["that holds no events", "{}", 1],
])("a stored batch %s is set aside as quarantined, and the rest flows", async (_, body, accepted) => {
  await sendBatch(source, [event("ada")]);
  const poisoned = await writeBatch(body, accepted);
  await sendBatch(source, [event("bob")]);

  await forwardAll();

  expect(await bookOf(poisoned)).toEqual({
    state: "done",
    accepted,
    forwarded: 0,
    quarantined: accepted,
    isSetAside: true,
  });
  const { rows } = await pool.query(
    "SELECT sum(forwarded)::int AS forwarded FROM batch WHERE source_id = $1",
    [source.id],
  );
  expect(rows).toEqual([{ forwarded: 2 }]);
  expect((await factsOfSource())?.setAside).toEqual({
    ...{ batches: 1, events: accepted, lastBatchId: poisoned },
    lastAt: expect.any(String),
  });
});

test("a batch that ended the process again and again is not read once more", async () => {
  await sendBatch(source, [event("ada"), event("bob")]);
  const { rows } = await pool.query<{ id: string }>("SELECT id FROM batch WHERE source_id = $1", [source.id]);
  const id = rows[0]?.id ?? "";
  await pool.query("INSERT INTO heap_app (key, open_slices) VALUES ($1, 3)", [heapApp()]);
  await pool.query("UPDATE batch SET readings = 5 WHERE id = $1", [id]);
  await sendBatch(source, [event("cleo")]);

  await forwardAll();

  expect(await bookOf(id)).toMatchObject({ state: "done", quarantined: 2, isSetAside: true });
  expect(await factsOfSource()).toMatchObject({ setAside: { batches: 1, events: 2 } });
});

test("processes that end for other reasons set nothing aside", async () => {
  await pool.query("INSERT INTO heap_app (key, open_slices) VALUES ($1, 99)", [heapApp()]);
  await sendBatch(source, [event("ada")]);

  await forwardAll();

  const { rows } = await pool.query(
    "SELECT forwarded, readings, set_aside_at, open_slices FROM batch, heap_app WHERE source_id = $1 AND key = $2",
    [source.id, heapApp()],
  );
  expect(rows).toEqual([{ forwarded: 1, readings: 0, set_aside_at: null, open_slices: 0 }]);
});

test("only the batch that is being read is blamed for the end of a process", async () => {
  await pool.query("INSERT INTO heap_app (key, open_slices) VALUES ($1, 3)", [heapApp()]);
  const names = ["ada", "bob", "cleo"];
  for (const name of names) await sendBatch(source, [event(name)]);
  const { rows: batches } = await pool.query<{ id: string }>(
    "SELECT id FROM batch WHERE source_id = $1 ORDER BY id",
    [source.id],
  );
  const readings = async () => {
    const { rows } = await pool.query<{ readings: number }>(
      "SELECT readings FROM batch WHERE source_id = $1 ORDER BY id",
      [source.id],
    );
    return rows.map((row) => row.readings);
  };

  // Whoever reads the last one has to wait here: whatever ends the process now, the first two are through.
  const holder = await pool.connect();
  await holder.query("BEGIN");
  await holder.query("SELECT FROM batch WHERE id = $1 FOR UPDATE", [batches.at(-1)?.id]);
  const { rows: self } = await holder.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  const forwarding = forwardAll();
  await expect
    .poll(async () => {
      const { rowCount } = await pool.query(
        "SELECT FROM pg_stat_activity WHERE $1::int = ANY (pg_blocking_pids(pid)) AND query LIKE '%readings = readings + 1%'",
        [self[0]?.pid],
      );
      return rowCount;
    })
    .toBe(1);
  const whileWaiting = await readings();
  await holder.query("COMMIT");
  holder.release();
  await forwarding;

  expect(whileWaiting).toEqual([0, 0, 0]);
  expect(await readings()).toEqual([0, 0, 0]);
});

test("a batch with more events than one call is forwarded in ranges, and listed in them while it waits", async () => {
  const events = Array.from({ length: 2_500 }, (_, n) => event(`user-${n}`));
  const id = await writeBatch(JSON.stringify({ events }), events.length);
  const input = {
    customerId: source.customerId,
    sourceId: source.id,
    outcome: "pending",
    limit: 100,
  } as const;
  const waiting = await listEvents(systemCtx, input);
  expect(waiting.items.map(({ index }) => index)).toEqual(Array.from({ length: 100 }, (_, n) => 2_499 - n));

  await forwardAll();

  expect(await bookOf(id)).toMatchObject({ state: "done", forwarded: 2_500, isSetAside: false });
});
