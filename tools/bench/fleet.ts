import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { pool } from "@/lib/kernel/database";
import { engineKind } from "@/lib/kernel/env";
import { findHistoryFaults } from "@/tools/testing/history-faults";
import { makeSource } from "@/tools/testing/make-source";
import { createBatchBodies } from "./batch-bodies";
import { type Figure, printResult } from "./figure";
import { checkSynced, makeDueSegments } from "./fleet-segments";
import { percentile, postSteadily } from "./measure-latency";
import { cpuSecondsOf, parentOf } from "./process-cost";
import { liftLimits, readSandbox } from "./sandbox-control";
import { watchMemory } from "./watch-memory";

/**
 * Customers, each with one source and a Heap app of its own, post batches at a steady pace to the running processes of the
 * app in turns, which forward them at the same time. Recurring segments may be synced beside. The lag of a batch is from our
 * answer of 200 to the moment its last event was in the books as forwarded: that is what a person can see, and the sandbox
 * does not note when events arrive. Both clocks are this machine's.
 */
const WARM_UP_SECONDS = 5;
/**
 * Before that, at a tenth of the pace: until its code is compiled, a process cannot keep up with what it takes easily later,
 * and refuses what does not fit into its memory.
 */
const SLOW_START_SECONDS = 15;
const SLOW_START_SHARE = 0.1;
/** Longer than any drain: a batch that waits for this long is never forwarded. */
const DRAIN_LIMIT_MS = 300_000;
const LOOK_EVERY_MS = 200;
/** A lag as long as this was ended by a sweep of the engine, not by a hint. */
const SWEPT_AFTER_SECONDS = 10;
/** So that the fleets of one run have Heap apps of their own. */
const FIRST_HEAP_APP = 10_000;

const appUrls = (process.env.APP_URLS ?? "").split(",");
const appPids = (process.env.BENCH_APP_PIDS ?? "").split(",").map(Number);
const segments = Number(process.env.BENCH_SEGMENTS);
const customers = Number(process.env.BENCH_CUSTOMERS);
const eventsPerBatch = Number(process.env.BENCH_BATCH);
const requestsPerSecond = Number(process.env.BENCH_REQUESTS_PER_SECOND);
const seconds = Number(process.env.BENCH_SECONDS);

await liftLimits();
const heapAppIds = Array.from({ length: customers }, (_, place) =>
  String(customers * FIRST_HEAP_APP + place),
);
// One after another: a thousand at once would wait longer for a connection than a pool allows.
const sources: Awaited<ReturnType<typeof makeSource>>[] = [];
for (const heapAppId of heapAppIds) sources.push(await makeSource({ heapAppId }));
const nextBody = createBatchBodies(eventsPerBatch);
const postgresPid = parentOf(await readNumber("SELECT pg_backend_pid() AS value"));
const slowStart = await send(SLOW_START_SECONDS, SLOW_START_SHARE);
const warmUp = await send(WARM_UP_SECONDS);
await untilForwarded();

const due = await makeDueSegments(
  segments,
  sources.map(({ customerId }) => customerId),
  seconds,
);
const before = await readCost();
const memory = watchMemory(appPids);
const { latenciesMs, answeredMs, endedMs } = await send(seconds);
const lastDoneMs = await untilForwarded();
const after = await readCost();
const memoryFigures = memory.stop(endedMs);
await checkSynced(due, DRAIN_LIMIT_MS);

const lags = await readLags(answeredMs);
const lagSeconds = lags.map(({ doneMs, acceptedMs }) => Math.max(0, doneMs - acceptedMs) / 1_000);
lagSeconds.sort((a, b) => a - b);
await checkHistory();
await checkArrived(slowStart.answeredMs.size + warmUp.answeredMs.size + answeredMs.size);

const events = answeredMs.size * eventsPerBatch;
const minutes = (after.atMs - before.atMs) / 60_000;
const whileSending = lags.filter(({ doneMs }) => doneMs <= endedMs).length;
const perThousand = (cost: number) => (cost / events) * 1_000;
printResult({
  part: "fleet",
  figures: [
    { name: "events in", value: events / seconds, unit: "events/s" },
    { name: "lag, median", value: percentile(lagSeconds, 0.5), unit: "s" },
    { name: "lag, 99th percentile", value: percentile(lagSeconds, 0.99), unit: "s" },
    { name: "lag, longest", value: percentile(lagSeconds, 1), unit: "s" },
    {
      name: `batches that waited ${SWEPT_AFTER_SECONDS} s or more`,
      value: (lagSeconds.filter((lag) => lag >= SWEPT_AFTER_SECONDS).length / lagSeconds.length) * 100,
      unit: "%",
    },
    { name: "accepting, median", value: percentile(latenciesMs, 0.5), unit: "ms" },
    { name: "accepting, 99th percentile", value: percentile(latenciesMs, 0.99), unit: "ms" },
    { name: "forwarded while sending", value: (whileSending / lags.length) * 100, unit: "%" },
    { name: "drain after the last post", value: Math.max(0, lastDoneMs - endedMs) / 1_000, unit: "s" },
    {
      name: "processor time of the app for 1,000 events",
      value: perThousand(after.appSeconds - before.appSeconds),
      unit: "s",
    },
    {
      name: "processor time of PostgreSQL for 1,000 events",
      value: perThousand(after.postgresSeconds - before.postgresSeconds),
      unit: "s",
    },
    {
      name: "transactions for each event",
      value: (after.transactions - before.transactions) / events,
      unit: "transactions",
    },
    ...(engineKind() === "embedded" ? engineFigures() : []),
    ...memoryFigures,
  ],
});
process.exit(0);

/** Lets every customer post in its turn, at a share of the pace; returns when each batch, by its digest, was answered. */
async function send(forSeconds: number, share = 1) {
  const digests: string[] = [];
  const answeredMs = new Map<string, number>();
  const latenciesMs = await postSteadily(
    (index) => {
      const body = Buffer.from(nextBody());
      digests.push(createHash("sha256").update(body).digest("hex"));
      // Each customer at every process, as behind a load balancer.
      const url = appUrls[(index + Math.floor(index / customers)) % appUrls.length];
      return { url: `${url}/api/currents/${sources[index % customers]?.token}`, body };
    },
    { requestsPerSecond: requestsPerSecond * share, seconds: forSeconds },
    (index) => void answeredMs.set(digests[index] ?? "", Date.now()),
  );
  return { latenciesMs, answeredMs, endedMs: Date.now() };
}

/** Waits until no batch is pending; returns when the last one was done. */
async function untilForwarded(): Promise<number> {
  const deadlineMs = Date.now() + DRAIN_LIMIT_MS;
  const pending = "SELECT count(*)::int AS value FROM batch WHERE state = 'pending' AND source_id = ANY ($1)";
  for (let left = 1; left > 0; left = await readNumber(pending, [sourceIds()])) {
    if (Date.now() > deadlineMs) throw new Error("some batches were never forwarded");
    await pause(LOOK_EVERY_MS);
  }
  const lastDone =
    "SELECT extract(epoch FROM max(done_at))::float8 * 1000 AS value FROM batch WHERE source_id = ANY ($1)";
  return readNumber(lastDone, [sourceIds()]);
}

async function readLags(answeredMs: ReadonlyMap<string, number>) {
  const { rows } = await pool.query<{ digest: string; doneMs: number }>(
    `SELECT encode(digest, 'hex') AS digest, extract(epoch FROM done_at)::float8 * 1000 AS "doneMs"
     FROM batch WHERE source_id = ANY ($1) AND done_at IS NOT NULL`,
    [sourceIds()],
  );
  return rows.flatMap(({ digest, doneMs }) => {
    const acceptedMs = answeredMs.get(digest);
    return acceptedMs === undefined ? [] : [{ acceptedMs, doneMs }];
  });
}

/** What the app and PostgreSQL have used so far. */
async function readCost() {
  return {
    atMs: Date.now(),
    appSeconds: appPids.reduce((sum, pid) => sum + cpuSecondsOf(pid), 0),
    postgresSeconds: cpuSecondsOf(postgresPid),
    transactions: await readNumber(
      "SELECT xact_commit::int AS value FROM pg_stat_database WHERE datname = current_database()",
    ),
    runs: await readNumber("SELECT count(*)::int AS value FROM engine_run"),
    hints: await readNumber("SELECT count(*)::int AS value FROM engine_event"),
    // A run's steps are deleted when it ends.
    steps: await readNumber(
      "SELECT n_tup_ins::int AS value FROM pg_stat_user_tables WHERE relname = 'engine_step'",
    ),
  };
}

/** What the embedded engine did, and Inngest would count. */
function engineFigures(): Figure[] {
  return [
    { name: "runs of functions", value: (after.runs - before.runs) / minutes, unit: "runs/min" },
    { name: "steps of functions", value: (after.steps - before.steps) / minutes, unit: "steps/min" },
    { name: "hints to functions", value: (after.hints - before.hints) / minutes, unit: "hints/min" },
  ];
}

/** @throws Error when the books and the sandbox do not have every event once */
async function checkArrived(batches: number): Promise<void> {
  const forwarded = await readNumber(
    "SELECT sum(forwarded)::int AS value FROM batch WHERE source_id = ANY ($1)",
    [sourceIds()],
  );
  const { heap } = await readSandbox<{ heap: { apps: { appId: string; eventsStored: number }[] } }>("state");
  const arrived = heap.apps
    .filter(({ appId }) => heapAppIds.includes(appId))
    .reduce((sum, { eventsStored }) => sum + eventsStored, 0);
  const sent = batches * eventsPerBatch;
  if (forwarded !== sent || arrived !== sent)
    throw new Error(`of ${sent} events ${forwarded} were recorded and ${arrived} arrived`);
}

/** @throws Error when a customer's history does not equal the books */
async function checkHistory(): Promise<void> {
  for (const { customerId } of sources) {
    const [fault] = await findHistoryFaults(pool, customerId);
    if (fault) throw new Error(`the history of a customer is not what the books say: ${fault}`);
  }
}

async function readNumber(sql: string, values: unknown[] = []): Promise<number> {
  const { rows } = await pool.query<{ value: number | null }>(sql, values);
  return rows[0]?.value ?? Number.NaN;
}

function sourceIds(): string[] {
  return sources.map(({ id }) => id);
}
