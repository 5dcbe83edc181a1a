import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { createTestDestination } from "@/tools/testing/make-destination";
import { makeSource } from "@/tools/testing/make-source";
import { asOwner } from "@/tools/testing/owner";
import { functions } from "../functions";

/** What the busy customer has stored, of each kind. */
const STORED = 5_000;
const QUIET_CUSTOMERS = 40;
const GROWING_TABLES = [
  "batch",
  "event",
  "delivery",
  "page",
  "sync",
  "push",
  "member",
  "audit_entry",
  "alert",
  "user_property",
];

/** Runs what is due each minute, as an engine would that never fails. */
async function runMinute(): Promise<void> {
  const step = {
    run: (_: string, work: () => unknown) => work(),
    sendEvent: async () => {},
    sleep: async () => {},
  };
  for (const one of functions) {
    const triggers = one.opts.triggers as readonly { cron?: string }[];
    if (!triggers.some(({ cron }) => cron === "* * * * *")) continue;
    await (one as unknown as { fn: (context: object) => Promise<unknown> }).fn({ event: {}, step });
  }
}

/** How many rows were read of each table that grows, by now. */
async function readRows(): Promise<Record<string, number>> {
  // Each connection keeps its counts for itself for a while.
  const clients = await Promise.all(Array.from({ length: pool.options.max ?? 0 }, () => pool.connect()));
  for (const client of clients) await client.query("SELECT pg_stat_force_next_flush()");
  for (const client of clients) client.release();
  const { rows } = await pool.query<{ name: string; read: number }>(
    `SELECT t.name, sum(s.seq_tup_read + (
              SELECT COALESCE(sum(i.idx_tup_read), 0) FROM pg_stat_user_indexes i WHERE i.relid = s.relid
            ))::int AS read
     FROM unnest($1::text[]) AS t (name)
     JOIN pg_stat_user_tables s ON s.relname = t.name OR s.relname ~ ('^' || t.name || '_(week|before|other)')
     GROUP BY t.name`,
    [GROWING_TABLES],
  );
  return Object.fromEntries(rows.map(({ name, read }) => [name, read]));
}

test("what runs each minute does not read for each quiet customer what a busy one has stored, also when PostgreSQL has counted only the busy one", async () => {
  const busy = await makeSource({ heapAppId: "1" });
  const { customerId, destinationId } = await createTestDestination();
  await fill(busy, { customerId, destinationId });
  await asOwner("ANALYZE");
  for (let made = 0; made < QUIET_CUSTOMERS; made++) {
    await makeSource({ heapAppId: String(100 + made) });
    const quiet = await createTestDestination();
    await pool.query(
      `INSERT INTO segment (id, customer_id, destination_id, heap_segment_id, name, mode)
       VALUES (gen_random_uuid(), $1, $2, 'quiet', 'Quiet', 'recurring')`,
      [quiet.customerId, quiet.destinationId],
    );
  }

  // What was proven is recorded in the first minute, once.
  await runMinute();
  const before = await readRows();
  await runMinute();
  const after = await readRows();
  const tooMuch = GROWING_TABLES.flatMap((name) => {
    const read = (after[name] ?? 0) - (before[name] ?? 0);
    return read > 4 * STORED ? [`${name}: ${read} rows`] : [];
  });
  expect(tooMuch).toEqual([]);
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

/** Stores for one customer what months would: all done, received a second apart. */
async function fill(
  source: { id: string; customerId: string },
  destination: { customerId: string; destinationId: string },
): Promise<void> {
  const atOf = `now() - make_interval(secs => n)`;
  const idOf = (what: string) =>
    `overlay(md5('${what}' || n) PLACING lpad(to_hex((extract(epoch FROM ${atOf}) * 1000)::bigint), 12, '0') FROM 1 FOR 12)::uuid`;
  const insert = (into: string, values: string, parameters: string[]) =>
    pool.query(`INSERT INTO ${into} SELECT ${values} FROM generate_series(1, ${STORED}) AS n`, parameters);

  const ofSource = [source.customerId, source.id];
  await insert(
    "batch (id, customer_id, source_id, digest, byte_size, state, accepted, forwarded, received_at, done_at)",
    `${idOf("batch")}, $1, $2, sha256(n::text::bytea), 100, 'done', 1, 1, ${atOf}, ${atOf}`,
    ofSource,
  );
  await insert(
    "event (batch_id, index, customer_id, source_id, event_id, type, identity, outcome, recorded_at)",
    `${idOf("batch")}, 0, $1, $2, gen_random_uuid(), 'users.messages.email.Open', 'anna', 'forwarded', ${atOf}`,
    ofSource,
  );
  await insert(
    "delivery (id, customer_id, source_id, heap_app, state, event_count, mapping, status, started_at, finished_at)",
    `${idOf("delivery")}, $1, $2, 'sandbox:1', 'accepted', 1, '{}', 200, ${atOf}, ${atOf}`,
    ofSource,
  );

  await insert(
    "user_property (id, customer_id, source_id, heap_app, identity, name, value, rule, occurred_at, event_id, changed_at)",
    `gen_random_uuid(), $1, $2, 'sandbox:1', n::text, 'Plan', '1', '{}', ${atOf}, n::text, ${atOf}`,
    ofSource,
  );

  const segmentId = randomUUID();
  const ofSegment = [destination.customerId, destination.destinationId, segmentId];
  await pool.query(
    `INSERT INTO segment (id, customer_id, destination_id, heap_segment_id, name, mode, cohort_name, cohort_named_at)
     VALUES ($3, $1, $2, 'busy', 'Busy', 'recurring', 'Busy', now())`,
    ofSegment,
  );
  await insert("member (segment_id, user_key, wanted, acked, task_order)", "$1, n::text, true, true, 0", [
    segmentId,
  ]);
  await insert(
    "page (id, customer_id, destination_id, segment_id, action, dedupe_key, state, signed, received_at)",
    `${idOf("page")}, $1, $2, $3, 'segment.users.sync', n::text, 'applied', true, ${atOf}`,
    ofSegment,
  );
  await insert(
    `sync (id, customer_id, destination_id, segment_id, trigger, state, requested_by, requested_at, started_at, finished_at,
           touched_at, owed_at_start, added)`,
    `${idOf("sync")}, $1, $2, $3, 'delta', 'succeeded', 'system', ${atOf}, ${atOf}, ${atOf}, ${atOf}, 1, 1`,
    ofSegment,
  );
  await insert(
    "push (id, customer_id, segment_id, sync_id, adds, removes, user_keys, state, status, started_at, finished_at)",
    `${idOf("push")}, $1, $2, ${idOf("sync")}, 1, 0, '{}', 'accepted', 201, ${atOf}, ${atOf}`,
    [destination.customerId, segmentId],
  );
  await insert(
    "alert (id, customer_id, destination_id, kind, subject, message, next_action, opened_at, resolved_at)",
    `${idOf("alert")}, $1, $2, 'pages_missing', n::text, '', '', ${atOf}, ${atOf}`,
    ofSegment.slice(0, 2),
  );
  await insert(
    "audit_entry (id, at, actor_kind, actor_name, action, customer_id, subject_kind, subject_id)",
    `${idOf("audit")}, ${atOf}, 'system', 'schedule', 'segment.sync', $1, 'customer', n::text`,
    ofSegment.slice(0, 1),
  );
}
