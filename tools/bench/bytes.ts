import { acceptBatch } from "@/lib/forwarding/batches/accept-batch";
import { zipBodiesFor } from "@/lib/forwarding/batches/zip-bodies";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { pool } from "@/lib/kernel/database";
import { makeEvent } from "@/sandbox/senders/make-event";
import { createRandom, freshSeed } from "@/sandbox/senders/random";
import { makeSource } from "@/tools/testing/make-source";
import { asOwner } from "../testing/owner";
import { EVENTS_PER_BATCH, eventSettings } from "./batch-bodies";
import { type Figure, printResult } from "./figure";
import { packOldCopies, preparePastWeeks } from "./pack-bytes";
import { liftLimits } from "./sandbox-control";
import { readSizes, type Size } from "./table-sizes";

const EVENT_COUNT = 200_000;
/** So many are accepted, then forwarded: what is freed in between is used again, as in a database that runs for long. */
const EVENTS_PER_ROUND = 20_000;
const HEAP_APP_ID = "2005";

/** With the default retention (operations.md): outcomes go by the week, and stay in rows for 9 days after their week, so 12.5 on average. */
const KEPT_DAYS = 93.5;
const DAYS_IN_ROWS = 12.5;

await liftLimits();
await preparePastWeeks();
const source = await makeSource({ heapAppId: HEAP_APP_ID });
const random = createRandom(freshSeed());
// What other parts of the bench left behind is not counted.
await zipAll();
await asOwner("VACUUM (FULL) batch");
const before = await readSizes();
const zipping = { seconds: 0, walBytes: 0 };
for (let made = 0; made < EVENT_COUNT; made += EVENTS_PER_ROUND) await forwardRound();
await asOwner("VACUUM (ANALYZE)");
const after = await readSizes();
// Bodies as they lie in a full table; what their first form left behind is free for the next ones.
await asOwner("VACUUM (FULL) batch");
const packed = await readSizes();

const grown = after.map((size) => ({ ...size, bytes: size.bytes - bytesOf(before, size) }));
const bodies = sum(packed.filter(isBodies)) - sum(before.filter(isBodies));
const outcomes = grown.filter((size) => !isBodies(size));
const packs = await packOldCopies(source.id, readWalBytes);
const inRows = sum(outcomes) / EVENT_COUNT;
const inPacks =
  inRows -
  sum(outcomes.filter(({ table }) => table === "event")) / EVENT_COUNT +
  sum(packs.sizes) / EVENT_COUNT;
const { rows } = await pool.query<{ bytes: number }>(
  "SELECT COALESCE(sum(byte_size), 0)::float8 AS bytes FROM batch WHERE source_id = $1",
  [source.id],
);

printResult({
  part: "bytes",
  figures: [
    ...figuresOf(outcomes.filter(({ table }) => table === "event")),
    perEvent("event with its indexes", sum(outcomes.filter(({ table }) => table === "event"))),
    perEvent(
      "batch without bodies, with its indexes",
      sum(outcomes.filter(({ table }) => table === "batch")),
    ),
    ...figuresOf(byTable(outcomes.filter(({ table }) => table !== "event" && table !== "batch"))),
    perEvent("all of these", sum(outcomes)),
    ...figuresOf(packs.sizes),
    perEvent("all of these, with the events of a past week in packs", inPacks * EVENT_COUNT),
    {
      ...perEvent(
        "all of these, on average while they are kept",
        ((DAYS_IN_ROWS * inRows + (KEPT_DAYS - DAYS_IN_ROWS) * inPacks) / KEPT_DAYS) * EVENT_COUNT,
      ),
      target: { atMost: 200 },
    },
    { name: "events packed, at half of a core", value: EVENT_COUNT / packs.seconds, unit: "events/s" },
    perEvent("log of PostgreSQL for packing them", packs.walBytes),
    perEvent("bodies as received", rows[0]?.bytes ?? 0),
    { ...perEvent("bodies as stored", bodies), target: { atMost: 150 } },
    { name: "processor time of this process for zipping them", value: zipping.seconds, unit: "s" },
    perEvent("log of PostgreSQL for zipping them", zipping.walBytes),
    perEvent("free in the table of bodies", sum(after.filter(isBodies)) - sum(packed.filter(isBodies))),
  ],
});
await pool.end();

/** With ids of their own for all events, so that indexes grow and bodies shrink as real ones do. */
async function forwardRound(): Promise<void> {
  const settings = eventSettings();
  for (let made = 0; made < EVENTS_PER_ROUND; made += EVENTS_PER_BATCH) {
    const events = Array.from({ length: EVENTS_PER_BATCH }, () => makeEvent(random, settings).body);
    const body = Buffer.from(JSON.stringify({ events }));
    await acceptBatch({ token: source.token, bearerToken: null, body });
  }
  for (let recorded = 0; recorded < EVENTS_PER_ROUND; ) {
    const slice = await forwardSlice(`sandbox:${HEAP_APP_ID}`);
    if (slice.waitSeconds > 0 || slice.recorded === 0) throw new Error("the events were not forwarded");
    recorded += slice.recorded;
  }
  await zipAndMeasure();
  await asOwner("VACUUM batch");
}

/** As the function does it every five minutes. */
async function zipAll(): Promise<void> {
  while ((await zipBodiesFor(60)) > 0);
}

async function zipAndMeasure(): Promise<void> {
  const [cpu, walBytes] = [process.cpuUsage(), await readWalBytes()];
  await zipAll();
  const { user, system } = process.cpuUsage(cpu);
  zipping.seconds += (user + system) / 1_000_000;
  zipping.walBytes += (await readWalBytes()) - walBytes;
}

async function readWalBytes(): Promise<number> {
  const { rows } = await pool.query<{ bytes: number }>(
    "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 AS bytes",
  );
  return rows[0]?.bytes ?? 0;
}

function isBodies({ table, part }: Size): boolean {
  return table === "batch" && part === "long values";
}

function bytesOf(sizes: readonly Size[], { table, part }: Size): number {
  return sizes.find((size) => size.table === table && size.part === part)?.bytes ?? 0;
}

function byTable(sizes: readonly Size[]): Size[] {
  const tables = [...new Set(sizes.map(({ table }) => table))];
  return tables.map((table) => ({
    table,
    part: "with its indexes",
    bytes: sum(sizes.filter((size) => size.table === table)),
  }));
}

/** A figure for each that takes at least a tenth of a byte an event. */
function figuresOf(sizes: readonly Size[]): Figure[] {
  return sizes
    .filter(({ bytes }) => bytes >= EVENT_COUNT / 10)
    .map(({ table, part, bytes }) => perEvent(`${table}: ${part}`, bytes));
}

function perEvent(name: string, bytes: number): Figure {
  return { name: `${name}, an event`, value: bytes / EVENT_COUNT, unit: "bytes" };
}

function sum(sizes: readonly Size[]): number {
  return sizes.reduce((total, { bytes }) => total + bytes, 0);
}
