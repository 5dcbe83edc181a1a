import { exportEvents } from "@/lib/forwarding/events/export-events";
import { pool, prisma } from "@/lib/kernel/database";
import { makeSource } from "@/tools/testing/make-source";
import { asOwner } from "../testing/owner";
import { peakMemory, printResult } from "./figure";

const BATCH_COUNT = 10_000;
const EVENTS_PER_BATCH = 100;
const EVENT_COUNT = BATCH_COUNT * EVENTS_PER_BATCH;

const source = await makeSource({ heapAppId: "2003" });
await fill();

const started = performance.now();
let bytes = 0;
let lines = 0;
let peakAtTenth = 0;
const ctx = { actor: { kind: "system", name: "benchmark" } } as const;
for await (const piece of await exportEvents(ctx, { customerId: source.customerId })) {
  bytes += Buffer.byteLength(piece);
  lines += piece.split("\r\n").length - 1;
  if (peakAtTenth === 0 && lines > EVENT_COUNT / 10) peakAtTenth = peakMemory().value;
}
const seconds = (performance.now() - started) / 1_000;
if (lines !== EVENT_COUNT + 1) throw new Error(`the file has ${lines} lines, not ${EVENT_COUNT + 1}`);

printResult({
  part: "export",
  figures: [
    { name: "1,000,000 events as CSV", value: EVENT_COUNT / seconds, unit: "rows/s" },
    { name: "size of the file", value: bytes / 2 ** 20, unit: "MB" },
    peakMemory(),
    {
      name: "peak memory to peak memory after a tenth",
      value: peakMemory().value / peakAtTenth,
      unit: "times",
    },
  ],
});
await prisma.$disconnect();
await pool.end();

/** A million events that were forwarded, without their bodies. */
async function fill(): Promise<void> {
  await pool.query(
    `INSERT INTO batch (id, customer_id, source_id, digest, byte_size, state, accepted, forwarded, done_at)
     SELECT (lpad(to_hex(1790000000000 + number), 12, '0') || '70008000000000000000')::uuid, $1, $2,
            sha256(number::text::bytea), 1, 'done', $4::int, $4::int, now()
     FROM generate_series(1, $3::int) AS number`,
    [source.customerId, source.id, BATCH_COUNT, EVENTS_PER_BATCH],
  );
  await pool.query(
    `INSERT INTO event (batch_id, index, customer_id, source_id, event_id, type, name, identity, occurred_at, outcome)
     SELECT b.id, place, $1, $2, md5(b.id::text || place), 'users.messages.email.Open', 'Email Open',
            'user-' || place || '@example.com', b.received_at, 'forwarded'
     FROM batch b CROSS JOIN generate_series(0, $3::int - 1) AS place WHERE b.source_id = $2`,
    [source.customerId, source.id, EVENTS_PER_BATCH],
  );
  await asOwner("ANALYZE batch, event");
}
