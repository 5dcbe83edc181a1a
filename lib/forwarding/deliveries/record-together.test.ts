import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { booksOf, openEvent } from "@/tools/testing/forward-events";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import { forwardRound } from "./forward-round";
import { forwardSlice } from "./forward-slice";

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
  process.env.SANDBOX_URL = sandbox.url;
});

afterAll(() => sandbox.close());

beforeEach(() => pool.query("UPDATE source SET paused_at = now()"));

let lastAppId = 60_000;

async function makeApps(count: number): Promise<(TestSource & { heapApp: string })[]> {
  const apps = [];
  for (let n = 0; n < count; n++) {
    const heapAppId = String(++lastAppId);
    apps.push({ ...(await makeSource({ heapAppId })), heapApp: `sandbox:${heapAppId}` });
  }
  return apps;
}

const event = fc.record({
  id: fc.constantFrom("a", "b", "c", "d"),
  kind: fc.constantFrom("sound", "nobody", "no object"),
});

type Event = typeof event extends fc.Arbitrary<infer One> ? One : never;

function asSent({ id, kind }: Event, app: number, batch: number): unknown {
  if (kind === "no object") return `nonsense ${app} ${batch} ${id}`;
  const user = kind === "nobody" ? null : `user-${id}`;
  return { ...openEvent(user, `${id}-${kind}`), properties: { note: `${kind} ${batch}` } };
}

/** Everything that the books and the history say of a source, without what depends on when it happened. */
async function allOf({ id, heapApp }: { id: string; heapApp: string }) {
  const read = async (sql: string) => (await pool.query(sql, [id])).rows;
  const { heap } = sandbox.state;
  const appId = heapApp.split(":")[1];
  return {
    books: await booksOf(id),
    events: await read(
      `SELECT row_number() OVER (ORDER BY batch_id, index), event_id, type, identity, outcome, field, reason,
              delivery_id IS NULL AS "isUnsent"
       FROM event WHERE source_id = $1 ORDER BY batch_id, index`,
    ),
    types: await read(
      `SELECT type, sum(forwarded) AS f, sum(filtered) AS i, sum(duplicate) AS d, sum(quarantined) AS q
       FROM event_hour WHERE source_id = $1 GROUP BY type ORDER BY type`,
    ),
    days: await read(
      `SELECT sum(forwarded) AS f, sum(filtered) AS i, sum(duplicate) AS d, sum(quarantined) AS q
       FROM event_day WHERE source_id = $1`,
    ),
    lags: await read("SELECT sum(events) AS events FROM lag_hour WHERE source_id = $1"),
    calls: await read(
      "SELECT sum(accepted) AS accepted, sum(refused) AS refused FROM call_hour WHERE owner_id = $1",
    ),
    inHeap: heap.apps.get(appId ?? "")?.eventsStored ?? 0,
  };
}

test("books and history are the same whether an app is forwarded alone or together with others", async () => {
  const batches = fc.array(fc.array(event, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(fc.array(batches, { minLength: 2, maxLength: 6 }), async (sent) => {
      const together = await makeApps(sent.length);
      const alone = await makeApps(sent.length);
      for (const apps of [together, alone]) {
        for (const [app, ofApp] of sent.entries()) {
          for (const [batch, events] of ofApp.entries())
            await sendBatch(
              apps[app] as TestSource,
              events.map((one) => asSent(one, app, batch)),
            );
        }
      }
      await pool.query("UPDATE source SET paused_at = now() WHERE id = ANY ($1::uuid[])", [
        alone.map(({ id }) => id),
      ]);
      await forwardRound();
      await pool.query("UPDATE source SET paused_at = NULL WHERE id = ANY ($1::uuid[])", [
        alone.map(({ id }) => id),
      ]);
      for (const { heapApp } of alone) await forwardSlice(heapApp);

      for (const [app, one] of together.entries())
        expect(await allOf(one)).toEqual(await allOf(alone[app] as (typeof alone)[number]));
    }),
    { numRuns: 12 },
  );
});

test("a source whose books somebody else has locked holds up no other", async () => {
  const [held, ...others] = await makeApps(8);
  if (!held) throw new Error("no app");
  const holder = await pool.connect();
  await holder.query("BEGIN");
  await holder.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 2))", [held.id]);
  for (const app of [held, ...others]) await sendBatch(app, [openEvent("anna")]);

  const round = forwardRound();
  for (const { id } of others) await expect.poll(async () => (await booksOf(id)).done).toBe(true);
  expect((await booksOf(held.id)).done).toBe(false);

  await holder.query("COMMIT");
  holder.release();
  expect(await round).toMatchObject({ recorded: 8, done: true });
});

test("a row that somebody else has locked holds up the source that it belongs to, and no other", async () => {
  const [held, ...others] = await makeApps(8);
  if (!held) throw new Error("no app");
  for (const app of [held, ...others]) await sendBatch(app, [openEvent("anna")]);
  const holder = await pool.connect();
  await holder.query("BEGIN");
  await holder.query("SELECT FROM batch WHERE source_id = $1 FOR UPDATE", [held.id]);

  const round = forwardRound();
  for (const { id } of others) await expect.poll(async () => (await booksOf(id)).done).toBe(true);
  expect((await booksOf(held.id)).done).toBe(false);

  await holder.query("COMMIT");
  holder.release();
  expect(await round).toMatchObject({ recorded: 8, done: true });
});

test("apps whose process ended again and again are read with care one after the other, so that few are blamed for the next end", async () => {
  const [first, second] = await makeApps(2);
  if (!first || !second) throw new Error("no apps");
  for (const app of [first, second]) {
    await sendBatch(app, [openEvent("anna")]);
    await pool.query("INSERT INTO heap_app (key, open_slices) VALUES ($1, 4)", [app.heapApp]);
  }
  const holder = await pool.connect();
  await holder.query("BEGIN");
  await holder.query("SELECT FROM batch WHERE source_id = $1 FOR UPDATE", [first.id]);
  const slices = [forwardSlice(first.heapApp)];
  await expect.poll(isReadingHeld).toBe(true);

  slices.push(forwardSlice(second.heapApp));
  await pause(1_000);
  const { rows } = await pool.query("SELECT readings, state FROM batch WHERE source_id = $1", [second.id]);
  expect(rows).toEqual([{ readings: 0, state: "pending" }]);

  await holder.query("COMMIT");
  holder.release();
  expect(await Promise.all(slices)).toMatchObject([{ recorded: 1 }, { recorded: 1 }]);
});

async function isReadingHeld(): Promise<boolean> {
  const { rowCount } = await pool.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0
       AND position('readings = readings + 1' IN query) > 0`,
  );
  return rowCount === 1;
}
