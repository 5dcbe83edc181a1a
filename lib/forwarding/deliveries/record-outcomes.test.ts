import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pool, prisma } from "@/lib/kernel/database";
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

const WEEK_MS = 7 * 86_400_000;
const EARLIER = 20_000;
const EVENTS = 100;
const FIRST_BATCHES = 10;
/** So few that reading them all for each event, as the planner may, is no harm. */
const EVENTS_OF_FIRST = 2;
/** Rows of events that were read and written so far, as PostgreSQL counts them. */
async function countRows(): Promise<{ read: number; written: number }> {
  const { rows } = await pool.query<{ read: number; written: number }>(
    `SELECT sum(seq_tup_read + COALESCE(idx_tup_fetch, 0))::int AS read, sum(n_tup_ins)::int AS written
     FROM pg_stat_user_tables JOIN pg_inherits ON inhrelid = relid WHERE inhparent = 'event'::regclass`,
  );
  return rows[0] ?? { read: 0, written: 0 };
}

beforeAll(() =>
  asOwner(`
    DO $$
    DECLARE week text;
    BEGIN
      FOR week IN SELECT name FROM event_weeks() LOOP
        EXECUTE format('ALTER TABLE %I SET (autovacuum_enabled = false)', week);
      END LOOP;
    END $$`),
);

test.each([
  { belief: "that there are the first ones alone", heapAppId: "9800", isNextWeek: false },
  { belief: "that the week has none, since it had none until now", heapAppId: "9801", isNextWeek: true },
])(
  "recording some events reads about as many rows, however many there are and even if the planner believes $belief",
  async ({ heapAppId, isNextWeek }) => {
    const source = await makeSource({ heapAppId });
    const forward = async (name: string, events: number, msecs: number, others: object[] = []) => {
      await sendBatch(
        source,
        Array.from({ length: events }, (_, n): object => ({
          id: `${name}-${n}`,
          event_type: "users.messages.email.Open",
          time: 1_790_000_000,
          user: { external_user_id: `${name}-${n}` },
        })).concat(others),
      );
      const id = uuidv7({ msecs });
      await pool.query("UPDATE batch SET id = $2 WHERE source_id = $1 AND state = 'pending'", [
        source.id,
        id,
      ]);
      await forwardSlice(`sandbox:${heapAppId}`);
      return id;
    };
    const { written: writtenBefore } = await countRows();
    if (isNextWeek) await asOwner("ANALYZE event");
    for (let batch = 0; batch < FIRST_BATCHES; batch++)
      await forward(`first-${batch}`, EVENTS_OF_FIRST, Date.now());
    if (!isNextWeek) await asOwner("ANALYZE event");
    const msecs = Date.now() + (isNextWeek ? WEEK_MS : 0);
    await pool.query(
      `INSERT INTO event (batch_id, index, customer_id, source_id, event_id, type, identity, outcome)
     SELECT $3::uuid, n, $2, $1, 'earlier-' || n, 'users.messages.email.Open', 'anna', 'forwarded'
     FROM generate_series(1, $4::int) n`,
      [source.id, source.customerId, uuidv7({ msecs }), EARLIER],
    );
    const filled = FIRST_BATCHES * EVENTS_OF_FIRST + EARLIER;
    await expect.poll(async () => (await countRows()).written - writtenBefore).toBe(filled);

    const before = await countRows();
    // Looks for its own event as well. In a week that is believed to be empty it may read that week once.
    const request = {
      id: `${heapAppId}-request`,
      event_type: "users.UserDeleteRequest",
      time: 1_790_000_000,
      user: { user_id: "5f1e9a2b3c4d5e6f7a8b9c0d" },
    };
    await forward("second", EVENTS - 1, msecs, [
      isNextWeek ? { ...request, event_type: "users.messages.email.Open" } : request,
    ]);
    await expect.poll(async () => (await countRows()).written).toBe(before.written + EVENTS);
    expect((await countRows()).read - before.read).toBeLessThan(EARLIER / 4);
    expect(await prisma.deletionRequest.count({ where: { sourceId: source.id } })).toBe(isNextWeek ? 0 : 1);
  },
);
