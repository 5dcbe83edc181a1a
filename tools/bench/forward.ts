import { acceptBatch } from "@/lib/forwarding/batches/accept-batch";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { pool } from "@/lib/kernel/database";
import { EVENTS_PER_MINUTE_PER_APP } from "@/lib/vendors/heap/limits";
import { makeSource } from "@/tools/testing/make-source";
import { createBatchBodies, EVENTS_PER_BATCH } from "./batch-bodies";
import { peakMemory, printResult } from "./figure";
import { liftLimits, readSandbox } from "./sandbox-control";

const EVENT_COUNT = 100_000;
const HEAP_APP_ID = "2002";

await liftLimits();
const source = await makeSource({ heapAppId: HEAP_APP_ID });
const nextBody = createBatchBodies();
for (let stored = 0; stored < EVENT_COUNT; stored += EVENTS_PER_BATCH) {
  await acceptBatch({ token: source.token, bearerToken: null, body: nextBody() });
}

const cpuBefore = process.cpuUsage();
const startedMs = performance.now();
let recorded = 0;
for (let done = false; !done; ) {
  const slice = await forwardSlice(`sandbox:${HEAP_APP_ID}`);
  if (slice.waitSeconds > 0)
    throw new Error("the sandbox refused a call; nothing should hold the forwarding back");
  recorded += slice.recorded;
  done = slice.done;
}
const seconds = (performance.now() - startedMs) / 1_000;
const cpu = process.cpuUsage(cpuBefore);

const arrived = await readSandbox<{ eventsStored: number }>(`heap/${HEAP_APP_ID}`);
if (recorded !== EVENT_COUNT || arrived.eventsStored !== EVENT_COUNT) {
  throw new Error(`of ${EVENT_COUNT} events ${recorded} were recorded and ${arrived.eventsStored} arrived`);
}

printResult({
  part: "forward",
  figures: [
    {
      name: "100,000 stored events into the sandbox",
      value: EVENT_COUNT / seconds,
      unit: "events/s",
      target: { atLeast: 25_000 },
    },
    { name: "processor time of the process", value: (cpu.user + cpu.system) / 1_000_000, unit: "s" },
    {
      name: "of Heap's limit for one app",
      value: EVENT_COUNT / seconds / (EVENTS_PER_MINUTE_PER_APP / 60),
      unit: "times",
    },
    peakMemory(),
  ],
});
await pool.end();
