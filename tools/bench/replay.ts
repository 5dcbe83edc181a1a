import { acceptBatch } from "@/lib/forwarding/batches/accept-batch";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { requestReplay } from "@/lib/forwarding/replays/request-replay";
import { runReplaySlice } from "@/lib/forwarding/replays/run-replay-slice";
import { pool, prisma } from "@/lib/kernel/database";
import { makeSource } from "@/tools/testing/make-source";
import { createBatchBodies, EVENTS_PER_BATCH } from "./batch-bodies";
import { peakMemory, printResult } from "./figure";
import { liftLimits, readSandbox } from "./sandbox-control";

const EVENT_COUNT = 100_000;
const HEAP_APP_ID = "2004";

await liftLimits();
const source = await makeSource({ heapAppId: HEAP_APP_ID });
const nextBody = createBatchBodies();
for (let stored = 0; stored < EVENT_COUNT; stored += EVENTS_PER_BATCH) {
  await acceptBatch({ token: source.token, bearerToken: null, body: nextBody() });
}
for (let done = false; !done; ) done = (await forwardSlice(`sandbox:${HEAP_APP_ID}`)).done;

const ctx = { actor: { kind: "system", name: "benchmark" } } as const;
const { id } = await requestReplay(ctx, { ...at(), outcome: "forwarded" });
const startedMs = performance.now();
for (let done = false; !done; ) {
  const slice = await runReplaySlice(id);
  if (slice.waitSeconds > 0)
    throw new Error("the sandbox refused a call; nothing should hold the replay back");
  done = slice.done;
}
const seconds = (performance.now() - startedMs) / 1_000;

const replay = await prisma.replay.findUniqueOrThrow({ where: { id } });
const arrived = await readSandbox<{ eventsStored: number }>(`heap/${HEAP_APP_ID}`);
if (replay.forwarded !== EVENT_COUNT || arrived.eventsStored !== EVENT_COUNT) {
  throw new Error(
    `of ${EVENT_COUNT} events ${replay.forwarded} were sent again; Heap has ${arrived.eventsStored}`,
  );
}

printResult({
  part: "replay",
  figures: [
    { name: "100,000 events sent to the sandbox again", value: EVENT_COUNT / seconds, unit: "events/s" },
    peakMemory(),
  ],
});
await pool.end();

function at() {
  return { customerId: source.customerId, sourceId: source.id };
}
