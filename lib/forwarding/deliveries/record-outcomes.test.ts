import { afterAll, beforeAll, expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { makeSource, sendBatch } from "@/tools/testing/make-source";
import { asOwner } from "@/tools/testing/owner";
import { forwardSlice } from "./forward-slice";

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
  process.env.SANDBOX_URL = sandbox.url;
});
afterAll(() => sandbox.close());

const EARLIER = 20_000;
const EVENTS = 100;
const FIRST_BATCHES = 10;
const EVENTS_OF_FIRST = 10;
/** An idle connection hands in its counts after ten seconds. */
const PATIENCE = { timeout: 60_000 };

/** Rows of events that were read and written so far, as PostgreSQL counts them. */
async function countRows(): Promise<{ read: number; written: number }> {
  const { rows } = await pool.query<{ read: number; written: number }>(
    `SELECT sum(seq_tup_read + COALESCE(idx_tup_fetch, 0))::int AS read, sum(n_tup_ins)::int AS written
     FROM pg_stat_user_tables JOIN pg_inherits ON inhrelid = relid WHERE inhparent = 'event'::regclass`,
  );
  return rows[0] ?? { read: 0, written: 0 };
}

test("recording some events reads about as many rows, however many events the source has and whatever the planner believes", async () => {
  const source = await makeSource({ heapAppId: "9800" });
  const send = (name: string, events: number) =>
    sendBatch(
      source,
      Array.from({ length: events }, (_, n) => ({
        id: `${name}-${n}`,
        event_type: "users.messages.email.Open",
        time: 1_790_000_000,
        user: { external_user_id: `${name}-${n}` },
      })),
    );
  for (let batch = 0; batch < FIRST_BATCHES; batch++) {
    await send(`first-${batch}`, EVENTS_OF_FIRST);
    await forwardSlice("sandbox:9800");
  }
  // The planner knows of the first events alone.
  await asOwner(`
    DO $$
    DECLARE week text;
    BEGIN
      FOR week IN SELECT name FROM event_weeks() LOOP
        EXECUTE format('ALTER TABLE %I SET (autovacuum_enabled = false)', week);
      END LOOP;
    END $$`);
  await asOwner("ANALYZE event");
  await pool.query(
    `INSERT INTO event (batch_id, index, customer_id, source_id, event_id, type, identity, outcome)
     SELECT e.batch_id, 1000 + n, e.customer_id, e.source_id, 'earlier-' || n, e.type, e.identity, 'forwarded'
     FROM (SELECT * FROM event WHERE source_id = $1 LIMIT 1) e CROSS JOIN generate_series(1, $2::int) n`,
    [source.id, EARLIER],
  );
  await expect
    .poll(async () => (await countRows()).written, PATIENCE)
    .toBe(FIRST_BATCHES * EVENTS_OF_FIRST + EARLIER);

  const before = await countRows();
  await send("second", EVENTS);
  await forwardSlice("sandbox:9800");
  await expect.poll(async () => (await countRows()).written, PATIENCE).toBe(before.written + EVENTS);
  expect((await countRows()).read - before.read).toBeLessThan(EARLIER / 4);
});
