import autocannon from "autocannon";
import { prisma } from "@/lib/kernel/database";
import { makeSource } from "@/tools/testing/make-source";
import { createBatchBodies, EVENTS_PER_BATCH } from "./batch-bodies";
import { peakMemory, printResult, shareOf } from "./figure";
import { measureLatency, percentile } from "./measure-latency";

/** Enough calls at a time to keep one server process busy. */
const CONNECTIONS = 20;
const WARM_UP_SECONDS = 3;
const RUN_SECONDS = 4;
/** Each target is measured this many times, in turns, so that a busy moment of the machine does not hit only one. */
const ROUNDS = 5;
const STEADY = { requestsPerSecond: 100, seconds: 10 };

const { APP_URL = "", ACCEPT_URL = "" } = process.env;
const nextBody = createBatchBodies();
// Intake alone: the forwarding of these events is measured by another part.
const token = await makeToken("1001", { isPaused: true });
const targets = [
  { url: addressOf(token), rates: [] as number[] },
  { url: `${ACCEPT_URL}/${token}`, rates: [] as number[] },
] as const;

const [currents, bare] = targets;
for (const target of targets) await measureThroughput(target.url, nextBody, WARM_UP_SECONDS);
// Before the rounds: what they store, PostgreSQL writes to the disk for some time after them.
const accepting = await measureLatency(currents.url, nextBody, STEADY);
// The same process forwards all that Heap accepts in a minute within these seconds.
const forwarding = await measureLatency(
  addressOf(await makeToken("1002", { isPaused: false })),
  nextBody,
  STEADY,
);
for (let round = 0; round < ROUNDS; round++) {
  for (const { url, rates } of targets) rates.push(await measureThroughput(url, nextBody, RUN_SECONDS));
}

const rate = mean(currents.rates);

printResult({
  part: "ingest",
  figures: [
    { name: "Currents route, 100 events a batch", value: rate, unit: "requests/s" },
    { name: "Currents route", value: rate * EVENTS_PER_BATCH, unit: "events/s" },
    { name: "bare node:http server with the same verb", value: mean(bare.rates), unit: "requests/s" },
    { ...shareOf("Currents route of the bare server", rate, mean(bare.rates)), target: { atLeast: 70 } },
    { name: "batch size", value: nextBody().byteLength, unit: "bytes" },
    { name: "median at 100 requests/s", value: percentile(accepting, 0.5), unit: "ms" },
    { name: "99th percentile at 100 requests/s", value: percentile(accepting, 0.99), unit: "ms" },
    {
      name: "99th percentile, a minute's forwarding meanwhile",
      value: percentile(forwarding, 0.99),
      unit: "ms",
    },
    { ...peakMemory(), name: "peak memory of the sender" },
  ],
});
process.exit(0);

/** The token of a new source. A paused one accepts and stores as usual, but nothing is forwarded. */
async function makeToken(heapAppId: string, { isPaused }: { isPaused: boolean }): Promise<string> {
  const source = await makeSource({ heapAppId });
  if (isPaused) await prisma.source.update({ where: { id: source.id }, data: { pausedAt: new Date() } });
  return source.token;
}

function addressOf(token: string): string {
  return `${APP_URL}/api/currents/${token}`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Posts one body after the other over a fixed number of connections, as fast as they are answered.
 * @returns requests answered per second
 * @throws Error when an answer is not 200
 */
export async function measureThroughput(
  url: string,
  nextBody: () => Buffer,
  seconds: number,
): Promise<number> {
  const result = await autocannon({
    url,
    method: "POST",
    headers: { "content-type": "application/json" },
    connections: CONNECTIONS,
    duration: seconds,
    requests: [{ setupRequest: (req) => ({ ...req, body: nextBody() }) }],
  });

  const failed = result.non2xx + result.errors + result.timeouts;
  if (failed > 0) throw new Error(`${failed} of ${result.requests.total} requests to ${url} failed`);
  return result["2xx"] / result.duration;
}
