import { v7 as uuidv7 } from "uuid";
import { beforeEach, expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { makeSource, type TestSource } from "@/tools/testing/make-source";
import { asOwner } from "@/tools/testing/owner";
import { applyRetention } from "./apply-retention";
import { keepEventWeeks } from "./keep-event-weeks";

const DAY_MS = 86_400_000;
const RETENTION = { bodyDays: 14, outcomeDays: 90 };

/** As in a database that has had weeks for long. */
beforeEach(async () => {
  await asOwner("SELECT make_event_weeks(current_date, current_date + 35), drop_event_weeks(current_date)");
  await asOwner("TRUNCATE event, batch");
  await asOwner("SELECT make_event_weeks(current_date - 150, current_date)");
});

/** A batch of two events that is done, or one that has one event still to forward, received so many days ago. */
async function addBatch(source: TestSource, daysAgo: number, { isDone = true } = {}): Promise<string> {
  const id = uuidv7({ msecs: Date.now() - daysAgo * DAY_MS });
  await pool.query(
    `INSERT INTO batch (id, customer_id, source_id, digest, body, byte_size, accepted, forwarded, state, received_at, done_at)
     SELECT $1::uuid, $2, $3, sha256($1::text::bytea), '{}', 2, 2, CASE WHEN $5 THEN 2 ELSE 1 END,
            CASE WHEN $5 THEN 'done' ELSE 'pending' END::batch_state, now() - make_interval(days => $4), CASE WHEN $5 THEN now() END`,
    [id, source.customerId, source.id, daysAgo, isDone],
  );
  await pool.query(
    `INSERT INTO event (batch_id, index, customer_id, source_id, event_id, outcome)
     SELECT $1::uuid, n, $2, $3, $1::text || n, 'forwarded' FROM generate_series(0, $4) n`,
    [id, source.customerId, source.id, isDone ? 1 : 0],
  );
  return id;
}

async function count(source: TestSource) {
  const { rows } = await pool.query(
    `SELECT (SELECT count(*)::int FROM batch WHERE source_id = $1) AS batches,
            (SELECT count(*)::int FROM event WHERE source_id = $1) AS events`,
    [source.id],
  );
  return rows[0];
}

const readWeeks = async () =>
  (await pool.query<{ name: string }>("SELECT name FROM event_weeks()")).rows.map(({ name }) => name);

async function pruneRows(): Promise<void> {
  while ((await applyRetention(RETENTION)) > 0);
}

test("weeks older than the retention are dropped whole, and their batches follow; what is kept stays in its week", async () => {
  const source = await makeSource({ heapAppId: "711" });
  for (const daysAgo of [149, 120, 98]) await addBatch(source, daysAgo);
  for (const daysAgo of [89, 8, 0]) await addBatch(source, daysAgo);
  const weeks = await readWeeks();

  expect(await keepEventWeeks(RETENTION)).toBeGreaterThanOrEqual(7);
  expect(await count(source)).toEqual({ batches: 6, events: 6 });
  await pruneRows();
  expect(await count(source)).toEqual({ batches: 3, events: 6 });

  const kept = await readWeeks();
  expect(weeks).toEqual(expect.arrayContaining(kept));
  expect(kept.length).toBeLessThan(weeks.length);
  expect(await keepEventWeeks(RETENTION)).toBe(0);
});

test("a week with a batch that is not done stays with its events; those of its other batches are deleted row by row", async () => {
  const source = await makeSource({ heapAppId: "712" });
  await addBatch(source, 120);
  const owed = await addBatch(source, 120, { isDone: false });

  await keepEventWeeks(RETENTION);
  expect(await count(source)).toEqual({ batches: 2, events: 3 });
  await pruneRows();
  expect(await count(source)).toEqual({ batches: 1, events: 1 });

  await pool.query("UPDATE batch SET forwarded = 2, state = 'done', done_at = now() WHERE id = $1", [owed]);
  expect(await keepEventWeeks(RETENTION)).toBe(1);
  await pruneRows();
  expect(await count(source)).toEqual({ batches: 0, events: 0 });
});

test("events of a week that was not made are stored, found, and moved once it is made", async () => {
  const source = await makeSource({ heapAppId: "713" });
  const inTwoMonths = await addBatch(source, -60);
  const { rows: places } = await pool.query("SELECT tableoid::regclass::text AS place FROM event");
  expect(places).toEqual([{ place: "event_other" }, { place: "event_other" }]);
  expect(await count(source)).toEqual({ batches: 1, events: 2 });

  await pool.query("SELECT make_event_weeks(current_date, current_date + 70)");
  const { rows } = await pool.query(
    "SELECT DISTINCT tableoid::regclass::text AS place FROM event WHERE batch_id = $1",
    [inTwoMonths],
  );
  expect(rows).toEqual([{ place: expect.stringMatching(/^event_week_/) }]);
  expect(await count(source)).toEqual({ batches: 1, events: 2 });
  await asOwner("SELECT count(*) FROM event_other").then(({ rows: [other] }) =>
    expect(other).toEqual({ count: "0" }),
  );
});

test("while old events are being read nothing waits for the drop for long, and they are deleted row by row", async () => {
  const source = await makeSource({ heapAppId: "714" });
  await addBatch(source, 120);
  await addBatch(source, 1);
  const reader = await pool.connect();
  try {
    await reader.query("BEGIN");
    await reader.query("SELECT FROM event");
    expect(await keepEventWeeks(RETENTION)).toBe(0);
    await pruneRows();
    expect(await count(source)).toEqual({ batches: 1, events: 2 });
  } finally {
    await reader.query("ROLLBACK");
    reader.release();
  }
  expect(await keepEventWeeks(RETENTION)).toBeGreaterThan(0);
});

test("the role of the app can drop nothing that is to come, and no week in another way", async () => {
  await expect(pool.query("SELECT drop_event_weeks(current_date + 14)")).rejects.toThrow("not dropped");
  const [week] = await readWeeks();
  await expect(pool.query(`DROP TABLE "${week}"`)).rejects.toThrow("must be owner");
});
