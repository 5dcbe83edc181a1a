import { setTimeout as pause } from "node:timers/promises";
import { acceptBatch } from "@/lib/forwarding/batches/accept-batch";
import { pool } from "@/lib/kernel/database";
import { pruneFor } from "@/lib/privacy/retention/apply-retention";
import { keepEventWeeks } from "@/lib/privacy/retention/keep-event-weeks";
import { makeSource } from "@/tools/testing/make-source";
import { asOwner } from "../testing/owner";
import { createBatchBodies, EVENTS_PER_BATCH } from "./batch-bodies";
import { printResult } from "./figure";
import { percentile } from "./measure-latency";

/**
 * Prunes a week of events that is older than the retention while batches are accepted, and then one whose events have to be
 * deleted row by row, because a batch of it is not done.
 */
const EVENT_COUNT = 10_000_000;
const EVENTS_ROW_BY_ROW = 500_000;
const RETENTION = { bodyDays: 14, outcomeDays: 90 };
const DROPPED_DAYS_AGO = 105;
const STUCK_DAYS_AGO = 112;
/** How long batches are accepted with nothing else going on, to compare with. */
const QUIET_SECONDS = 10;
const ACCEPT_EVERY_MS = 20;

await asOwner("SELECT drop_event_weeks(current_date)");
await asOwner("SELECT make_event_weeks(current_date - 120, current_date)");
const source = await makeSource({ heapAppId: "2011" });
const nextBody = createBatchBodies(EVENTS_PER_BATCH);
await fill(DROPPED_DAYS_AGO, EVENT_COUNT);
await asOwner("VACUUM ANALYZE");

const quiet = await acceptWhile(() => pause(QUIET_SECONDS * 1_000));
let droppedSeconds = 0;
const beside = await acceptWhile(async () => {
  droppedSeconds = await measureSeconds(pruneAll);
});
await checkGone(DROPPED_DAYS_AGO);

await fill(STUCK_DAYS_AGO, EVENTS_ROW_BY_ROW);
await pool.query(
  `UPDATE batch SET state = 'pending', body = '{}', forwarded = forwarded - 1, done_at = NULL
   WHERE id = (SELECT id FROM batch WHERE source_id = $1 AND received_at < now() - interval '90 days' LIMIT 1)`,
  [source.id],
);
const rowSeconds = await measureSeconds(pruneAll);

printResult({
  part: "retention",
  figures: [
    {
      name: `a week of ${EVENT_COUNT.toLocaleString("en")} events, dropped with its batches`,
      value: droppedSeconds,
      unit: "s",
      target: { atMost: 5 },
    },
    { name: "events deleted row by row", value: EVENTS_ROW_BY_ROW / rowSeconds, unit: "events/s" },
    { name: "accepting a batch beside it, median", value: percentile(beside, 0.5), unit: "ms" },
    { name: "accepting a batch beside it, longest", value: percentile(beside, 1), unit: "ms" },
    { name: "accepting a batch alone, median", value: percentile(quiet, 0.5), unit: "ms" },
    { name: "accepting a batch alone, longest", value: percentile(quiet, 1), unit: "ms" },
  ],
});
await pool.end();

/** Batches of 100 events that were forwarded within a minute, so many days ago, and whose bodies are pruned. */
async function fill(daysAgo: number, events: number): Promise<void> {
  const batches = events / EVENTS_PER_BATCH;
  await pool.query(
    `INSERT INTO batch (id, customer_id, source_id, digest, byte_size, accepted, forwarded, state, received_at, done_at)
     SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7000' || lpad(to_hex(n), 16, '8'))::uuid, $1, $2,
            sha256(($3 || '-' || n)::text::bytea), 52800, $4, $4, 'done', at, at
     FROM generate_series(1, $5::int) n CROSS JOIN LATERAL (
       SELECT now() - make_interval(days => $3::int, secs => 60 - 60.0 * n / $5) AS at) t`,
    [source.customerId, source.id, daysAgo, EVENTS_PER_BATCH, batches],
  );
  await pool.query(
    `INSERT INTO event (batch_id, index, customer_id, source_id, event_id, type, name, identity, occurred_at, outcome, delivery_id)
     SELECT b.id, place, b.customer_id, b.source_id, gen_random_uuid(), 'users.messages.email.Open', 'Email Open',
            'user-' || place, b.received_at, 'forwarded', b.id
     FROM batch b CROSS JOIN generate_series(0, $2::int - 1) AS place
     WHERE b.source_id = $1 AND b.received_at < now() - interval '90 days' ORDER BY b.id, place`,
    [source.id, EVENTS_PER_BATCH],
  );
}

async function pruneAll(): Promise<void> {
  await keepEventWeeks(RETENTION);
  while ((await pruneFor(RETENTION, 60)) > 0);
}

async function measureSeconds(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1_000;
}

/** Accepts a batch every so many milliseconds until the work is done; returns how long each took, in order of length. */
async function acceptWhile(work: () => Promise<void>): Promise<number[]> {
  let isOver = false;
  const latenciesMs: number[] = [];
  const accepting = (async () => {
    while (!isOver) {
      const startedMs = performance.now();
      const body = Buffer.from(nextBody());
      const { kind } = await acceptBatch({ token: source.token, bearerToken: null, body });
      if (kind !== "stored") throw new Error(`a batch was not stored: ${kind}`);
      latenciesMs.push(performance.now() - startedMs);
      await pause(ACCEPT_EVERY_MS);
    }
  })();
  await work().finally(() => {
    isOver = true;
  });
  await accepting;
  return latenciesMs.sort((a, b) => a - b);
}

async function checkGone(daysAgo: number): Promise<void> {
  const { rows } = await pool.query<{ left: number }>(
    `SELECT ((SELECT count(*) FROM batch WHERE source_id = $1 AND received_at < now() - make_interval(days => $2 - 1))
           + (SELECT count(*) FROM event WHERE source_id = $1))::int AS left`,
    [source.id, daysAgo],
  );
  if (rows[0]?.left !== 0) throw new Error(`${rows[0]?.left} rows were not pruned`);
}
