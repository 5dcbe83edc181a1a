import { makeSource } from "@/lib/testing/make-source";
import { createBatchBodies, EVENTS_PER_BATCH } from "./batch-bodies";
import { peakMemory, printResult, shareOf } from "./figure";
import { measureLatency, percentile } from "./measure-latency";
import { measureThroughput } from "./measure-throughput";

const WARM_UP_SECONDS = 3;
const RUN_SECONDS = 7;
/** Each target is measured so often, in turns, so that a busy moment of the machine does not hit only one. */
const ROUNDS = 2;
const STEADY = { requestsPerSecond: 100, seconds: 12 };

const { APP_URL = "", FLOOR_URL = "" } = process.env;
const source = await makeSource({ heapAppId: "1001" });
const nextBody = createBatchBodies();
const targets = [
  { name: "Currents route", url: `${APP_URL}/api/currents/${source.token}`, rates: [] as number[] },
  { name: "empty Next route", url: `${APP_URL}/api/live`, rates: [] as number[] },
  { name: "bare node:http server", url: FLOOR_URL, rates: [] as number[] },
] as const;

for (const target of targets) await measureThroughput(target.url, nextBody, WARM_UP_SECONDS);
for (let round = 0; round < ROUNDS; round++) {
  for (const { url, rates } of targets) rates.push(await measureThroughput(url, nextBody, RUN_SECONDS));
}

const [currents, emptyRoute, bare] = targets;
const latenciesMs = await measureLatency(currents.url, nextBody, STEADY);
const rate = mean(currents.rates);

printResult({
  part: "ingest",
  figures: [
    { name: "Currents route, 100 events a batch", value: rate, unit: "requests/s" },
    { name: "Currents route", value: rate * EVENTS_PER_BATCH, unit: "events/s" },
    { name: "empty Next route, same bodies", value: mean(emptyRoute.rates), unit: "requests/s" },
    { name: "bare node:http server, same bodies", value: mean(bare.rates), unit: "requests/s" },
    shareOf("Currents route of the empty Next route", rate, mean(emptyRoute.rates)),
    shareOf("Currents route of the bare server", rate, mean(bare.rates)),
    { name: "batch size", value: nextBody().byteLength, unit: "bytes" },
    { name: "latency at 100 requests/s, median", value: percentile(latenciesMs, 0.5), unit: "ms" },
    { name: "latency at 100 requests/s, 99th percentile", value: percentile(latenciesMs, 0.99), unit: "ms" },
    { ...peakMemory(), name: "peak memory of the sender" },
  ],
});
process.exit(0);

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
