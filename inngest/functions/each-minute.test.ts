import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { makeBusyCustomer, readTooMuch } from "@/tools/testing/busy-customer";
import { createTestDestination } from "@/tools/testing/make-destination";
import { makeSource } from "@/tools/testing/make-source";
import { functions } from "../functions";

const QUIET_CUSTOMERS = 40;

/** Runs what is due each minute, each five minutes and each hour, as an engine would that never fails. */
async function runDue(): Promise<void> {
  const step = {
    run: (_: string, work: () => unknown) => work(),
    sendEvent: async () => {},
    sleep: async () => {},
  };
  for (const one of functions) {
    const triggers = one.opts.triggers as readonly { cron?: string }[];
    if (!triggers.some(({ cron }) => cron)) continue;
    await (one as unknown as { fn: (context: object) => Promise<unknown> }).fn({ event: {}, step });
  }
}

test("what runs by the clock does not read for each quiet customer what a busy one has stored, also when PostgreSQL has counted only the busy one", async () => {
  await makeBusyCustomer();
  for (let made = 0; made < QUIET_CUSTOMERS; made++) {
    await makeSource({ heapAppId: String(100 + made) });
    const quiet = await createTestDestination();
    await pool.query(
      `INSERT INTO segment (id, customer_id, destination_id, heap_segment_id, name, mode)
       VALUES (gen_random_uuid(), $1, $2, 'quiet', 'Quiet', 'recurring')`,
      [quiet.customerId, quiet.destinationId],
    );
  }

  // What was proven is recorded the first time, once, and bodies are zipped.
  await runDue();
  expect(await readTooMuch(runDue)).toEqual([]);
});

test("every column that names the owner of a row has n_distinct = 1000; a migration that adds one has to set it (decision 045)", async () => {
  const { rows } = await pool.query<{ column: string }>(
    `SELECT c.relname || '.' || a.attname AS column
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND NOT c.relispartition AND NOT a.attisdropped
       AND a.attname IN ('customer_id', 'source_id', 'destination_id', 'segment_id', 'heap_app')
       AND (c.relname, a.attname) <> ('user_property', 'heap_app')
       AND NOT COALESCE(a.attoptions @> ARRAY['n_distinct=1000'], false)`,
  );
  expect(rows.map(({ column }) => column)).toEqual([]);
});
