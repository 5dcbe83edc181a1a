import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { eventually, settled, startTestEngine, testClient } from "../../tools/testing/run-engine";
import { engineBacklog } from "./backlog";

const client = testClient();

test("with a limit of 1 per key runs go one at a time, in the order of their events", async () => {
  const under = new Map<string, number>();
  let most = 0;
  const order: Record<string, number[]> = { a: [], b: [] };
  const fn = client.createFunction(
    { id: "one", triggers: [{ event: "test/one" }], concurrency: { key: "event.data.key", limit: 1 } },
    async ({ event, step }) => {
      const { key, n } = event.data;
      await step.run("enter", () => {
        under.set(key, (under.get(key) ?? 0) + 1);
        most = Math.max(most, ...under.values());
        order[key]?.push(n);
      });
      await step.run("work", () => pause(5));
      await step.run("leave", () => under.set(key, (under.get(key) ?? 0) - 1));
    },
  );
  // Two engines, as in two processes.
  await startTestEngine(client, [fn]);
  await startTestEngine(client, [fn]);

  const numbers = Array.from({ length: 12 }, (_, n) => n);
  await client.send(
    numbers.flatMap((n) => ["a", "b"].map((key) => ({ name: "test/one", data: { key, n } }))),
  );
  await settled();

  expect(most).toBe(1);
  expect(order).toEqual({ a: numbers, b: numbers });
});

test("a failed run frees its slot", async () => {
  const calls: number[] = [];
  const fn = client.createFunction(
    {
      id: "failing",
      retries: 0,
      triggers: [{ event: "test/failing" }],
      concurrency: { key: "event.data.key", limit: 1 },
    },
    ({ event }) => {
      calls.push(event.data.n);
      throw new Error("no");
    },
  );
  await startTestEngine(client, [fn]);

  await client.send([1, 2, 3].map((n) => ({ name: "test/failing", data: { key: "k", n } })));
  await settled();

  expect(calls).toEqual([1, 2, 3]);
  expect(await engineBacklog(pool)).toMatchObject({ waiting: 0, running: 0, failed: 3 });
});

test("a debounced function runs once, with the last event", async () => {
  const seen: unknown[] = [];
  const fn = client.createFunction(
    { id: "calm", triggers: [{ event: "test/calm" }], debounce: { key: "event.data.key", period: "1s" } },
    ({ event }) => {
      seen.push(event.data);
    },
  );
  await startTestEngine(client, [fn]);
  await startTestEngine(client, [fn]);

  for (const n of [1, 2, 3]) await client.send({ name: "test/calm", data: { key: "a", n } });
  await client.send({ name: "test/calm", data: { key: "b", n: 9 } });
  await settled();

  expect(seen).toHaveLength(2);
  expect(seen).toEqual(
    expect.arrayContaining([
      { key: "a", n: 3 },
      { key: "b", n: 9 },
    ]),
  );
});

test("events that keep coming postpone a debounced function no longer than its timeout", async () => {
  const seen: number[] = [];
  const fn = client.createFunction(
    { id: "urgent", triggers: [{ event: "test/urgent" }], debounce: { period: "2s", timeout: "3s" } },
    ({ event }) => {
      seen.push(event.data.n);
    },
  );
  await startTestEngine(client, [fn]);

  let n = 0;
  await eventually(async () => {
    n += 1;
    await client.send({ name: "test/urgent", data: { n } });
    await pause(100);
    return seen.length > 0;
  });

  expect(seen[0]).toBeGreaterThan(1);
  await settled();
});

test("a cron trigger that was missed many times runs once, even with two processes", async () => {
  const seen: string[] = [];
  const fn = client.createFunction(
    { id: "yearly", triggers: [{ cron: "TZ=Europe/Berlin 0 0 1 1 *" }] },
    ({ event }) => {
      seen.push(event.name);
    },
  );
  await pool.query(
    `INSERT INTO engine_cron (key, next_at) VALUES ('test-yearly TZ=Europe/Berlin 0 0 1 1 *', now() - interval '3 years')`,
  );

  await Promise.all([startTestEngine(client, [fn]), startTestEngine(client, [fn])]);
  await eventually(() => seen.length > 0);
  await settled();

  expect(seen).toEqual(["inngest/scheduled.timer"]);
  const { rows } = await pool.query("SELECT next_at > now() AS is_ahead FROM engine_cron");
  expect(rows).toEqual([{ is_ahead: true }]);
});

test("a cron trigger removed from the code is forgotten", async () => {
  await pool.query("INSERT INTO engine_cron (key, next_at) VALUES ('test-gone 0 0 1 1 *', now())");
  await pool.query(`SELECT graphile_worker.add_job('engine_cron', '{"key":"test-gone 0 0 1 1 *"}')`);

  await startTestEngine(client, []);
  await eventually(async () => (await pool.query("SELECT 1 FROM engine_cron")).rows.length === 0);
});
