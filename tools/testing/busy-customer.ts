import { randomUUID } from "node:crypto";
import { pool } from "@/lib/kernel/database";
import { createTestDestination } from "./make-destination";
import { makeSource } from "./make-source";
import { asOwner } from "./owner";

/** What the busy customer has stored, of each kind. */
const STORED = 5_000;
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

/**
 * A customer that has stored thousands of each kind, and that PostgreSQL has counted: as if there were no other. Who works for
 * another one must not read what this one has.
 */
export async function makeBusyCustomer(): Promise<void> {
  await fill(await makeSource({ heapAppId: "1" }), await createTestDestination());
  await asOwner("ANALYZE");
}

/**
 * What was read of the tables that grow while `work` ran, where it is more than a few looks through the busy customer's rows: one
 * line for each table.
 */
export async function readTooMuch(work: () => Promise<unknown>): Promise<string[]> {
  const before = await readRows();
  await work();
  const after = await readRows();
  return GROWING_TABLES.flatMap((name) => {
    const read = (after[name] ?? 0) - (before[name] ?? 0);
    return read > 4 * STORED ? [`${name}: ${read} rows`] : [];
  });
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
