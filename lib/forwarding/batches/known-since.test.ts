import fc from "fast-check";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { pool } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import { packAll } from "@/tools/testing/old-events";
import { asOwner } from "@/tools/testing/owner";
import { useSandbox } from "@/tools/testing/run-syncs";

const DAY_MS = 86_400_000;
const KNOWN_DAYS = 7;
/** What came before is in one partition, as in a database that was filled before there were weeks. */
const WEEKS_BEGAN_DAYS_AGO = 35;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  useSandbox(sandbox);
  await asOwner("SELECT drop_event_weeks(current_date)");
  await asOwner(`
    DO $$
    DECLARE
      monday date := date_trunc('week', now() AT TIME ZONE 'UTC')::date - ${WEEKS_BEGAN_DAYS_AGO};
      name text := 'event_before_' || to_char(monday, 'YYYYMMDD');
    BEGIN
      EXECUTE format('CREATE TABLE %I PARTITION OF event FOR VALUES FROM (MINVALUE) TO (%L)', name, lowest_id_of(monday));
      EXECUTE format('CREATE UNIQUE INDEX ON %I (source_id, event_id) WHERE outcome <> ''duplicate''', name);
      PERFORM make_event_weeks(monday, current_date);
    END
    $$`);
});
afterAll(() => sandbox.close());

/** Forwards a batch of one event that was received so many days ago; returns what became of the event. */
async function forward(
  source: TestSource & { heapApp: string },
  daysAgo: number,
  eventId: string,
): Promise<string> {
  await sendBatch(source, [
    {
      id: eventId,
      event_type: "users.messages.email.Open",
      time: 1_790_000_000,
      user: { external_user_id: "anna" },
      // A body of its own, as when Braze splits a batch in another way.
      properties: { sent: `${daysAgo} ${Math.random()}` },
    },
  ]);
  const id = uuidv7({ msecs: Date.now() - daysAgo * DAY_MS });
  await pool.query("UPDATE batch SET id = $2 WHERE source_id = $1 AND state = 'pending'", [source.id, id]);
  expect(await forwardSlice(source.heapApp)).toMatchObject({ recorded: 1, done: true });
  const { rows } = await pool.query<{ outcome: string }>("SELECT outcome FROM event WHERE batch_id = $1", [
    id,
  ]);
  return rows[0]?.outcome ?? "none";
}

/** All that is old enough, also what came after it was gone through. */
async function packWhatIsOld(): Promise<void> {
  await pool.query("UPDATE event_packing SET packed_until = NULL");
  await pool.query("UPDATE batch SET done_at = now() - interval '2 days' WHERE done_at IS NOT NULL");
  await packAll();
}

test("an event id counts once within a week, in whatever order batches come, and no week refuses what another one has", async () => {
  let heapAppId = 9_000;
  const arrivals = fc.array(
    fc.record({
      daysAgo: fc.constantFrom(0, 1, 6, 7, 8, 15, 30, 44, 60, 75),
      id: fc.constantFrom("a", "b"),
      // Past weeks are packed afterwards.
      isPacked: fc.boolean(),
    }),
    {
      minLength: 2,
      maxLength: 6,
    },
  );
  await fc.assert(
    fc.asyncProperty(arrivals, async (batches) => {
      const heapApp = `sandbox:${++heapAppId}`;
      const source = { ...(await makeSource({ heapAppId: String(heapAppId) })), heapApp };
      const earlier: { daysAgo: number; id: string }[] = [];
      for (const batch of batches) {
        const outcome = await forward(source, batch.daysAgo, batch.id);
        const ages = earlier
          .filter(({ id }) => id === batch.id)
          .map(({ daysAgo }) => daysAgo - batch.daysAgo);
        const isInWeeks = batch.daysAgo < WEEKS_BEGAN_DAYS_AGO;
        const isKnown = ages.some((days) => !isInWeeks || days < KNOWN_DAYS);
        const isDoubtful = ages.some((days) => days === KNOWN_DAYS);
        if (isKnown) expect(outcome).toBe("duplicate");
        else if (!isDoubtful) expect(outcome).toBe("forwarded");
        // A copy is no first one: a week after that, the next copy counts again.
        if (outcome === "forwarded") earlier.push(batch);
        if (batch.isPacked) await packWhatIsOld();
      }
    }),
    {
      numRuns: 40,
      examples: [
        [
          [
            { daysAgo: 75, id: "a", isPacked: true },
            { daysAgo: 44, id: "a", isPacked: false },
          ],
        ],
      ],
    },
  );
});
