import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { eventually, settled, startTestEngine, testClient } from "../../tools/testing/run-engine";
import { engineBacklog } from "./backlog";
import { createEmbeddedFetch } from "./embedded-fetch";

const client = testClient();

test("an event sent where no engine runs is kept, and runs when one starts", async () => {
  const seen: unknown[] = [];
  const fn = client.createFunction({ id: "late", triggers: [{ event: "test/late" }] }, ({ event }) => {
    seen.push(event.data);
  });

  const { ids } = await client.send([
    { name: "test/late", data: { n: 1 } },
    { id: "given", name: "test/late", data: { n: 2 } },
  ]);
  expect(ids).toEqual([expect.any(String), "given"]);
  expect(await engineBacklog(pool)).toMatchObject({ events: 2, waiting: 0 });

  await startTestEngine(client, [fn]);
  await settled();
  expect(seen).toHaveLength(2);
  expect(seen).toEqual(expect.arrayContaining([{ n: 1 }, { n: 2 }]));
});

test("an event id counts once within 24 hours, even within one send, and again after that", async () => {
  const seen: unknown[] = [];
  const fn = client.createFunction({ id: "once", triggers: [{ event: "test/once" }] }, ({ event }) => {
    seen.push(event.data.n);
  });
  await startTestEngine(client, [fn]);
  const event = (n: number) => ({ id: "same", name: "test/once", data: { n } });

  const { ids } = await client.send([event(1), event(2)]);
  await client.send(event(3));
  await settled();
  expect(ids).toEqual(["same", "same"]);
  expect(seen).toEqual([1]);

  await pool.query("UPDATE engine_event SET received_at = now() - interval '25 hours'");
  await client.send(event(4));
  await settled();
  expect(seen).toEqual([1, 4]);
});

test("an event over 256 KiB, or one without a name, is refused", async () => {
  const post = (events: unknown) =>
    createEmbeddedFetch(pool)("http://localhost/e/key", { method: "POST", body: JSON.stringify(events) });

  expect((await post([{ name: "test/large", data: { text: "x".repeat(300_000) } }])).status).toBe(413);
  expect((await post([{ data: {} }])).status).toBe(400);
  expect((await engineBacklog(pool)).events).toBe(0);
});

test("an event whose wake-up job is lost is found by the sweep", async () => {
  const seen: unknown[] = [];
  const fn = client.createFunction({ id: "swept", triggers: [{ event: "test/swept" }] }, () => {
    seen.push(true);
  });
  await client.send({ name: "test/swept", data: {} });
  await pool.query("DELETE FROM graphile_worker._private_jobs");
  await pool.query("UPDATE engine_event SET received_at = now() - interval '1 minute'");

  await startTestEngine(client, [fn]);
  await eventually(() => seen.length === 1);
});

test("finished runs and their events are deleted after a week; younger ones are kept", async () => {
  await pool.query(`
    INSERT INTO engine_event (id, name, payload, received_at, dispatched_at)
    SELECT n::text, 'test/old', '{}', now() - n * interval '1 day', now() - n * interval '1 day' FROM generate_series(6, 9) n`);
  await pool.query(`
    INSERT INTO engine_run (id, function_id, event, event_seq, status, finished_at)
    SELECT n::text, 'test-old', '{}', n, 'done', now() - n * interval '1 day' FROM generate_series(6, 9) n`);

  await startTestEngine(client, []);

  await eventually(async () => {
    const { rows } = await pool.query("SELECT id FROM engine_event UNION ALL SELECT id FROM engine_run");
    return rows.map((row) => row.id).join() === "6,6";
  });
});
