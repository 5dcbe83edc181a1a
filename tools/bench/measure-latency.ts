import { Agent, request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";

interface Pace {
  requestsPerSecond: number;
  seconds: number;
}

/**
 * Posts bodies to one address at a steady pace.
 * @returns latencies in ms, in ascending order
 * @throws Error when an answer is not 200
 */
export function measureLatency(url: string, nextBody: () => Buffer, pace: Pace): Promise<number[]> {
  return postSteadily(() => ({ url, body: Buffer.from(nextBody()) }), pace);
}

/**
 * Posts at a steady pace, whether or not earlier ones are answered (a rate-limited autocannon sends each
 * second's share at once, which measures the burst).
 * @param postAt where the post with this number goes, and its body, counted from 0
 * @param answered called with that number when its answer has come
 * @returns latencies in ms, in ascending order
 * @throws Error when an answer is not 200
 */
export async function postSteadily(
  postAt: (index: number) => { url: string; body: Buffer },
  pace: Pace,
  answered: (index: number) => void = () => {},
): Promise<number[]> {
  const agent = new Agent({ keepAlive: true });
  const startedMs = performance.now();
  const calls: Promise<number>[] = [];

  for (let index = 0; index < pace.requestsPerSecond * pace.seconds; index++) {
    const dueMs = startedMs + (index * 1_000) / pace.requestsPerSecond;
    const earlyMs = dueMs - performance.now();
    if (earlyMs > 0) await wait(earlyMs);
    const { url, body } = postAt(index);
    calls.push(
      post(url, agent, body).then((latencyMs) => {
        answered(index);
        return latencyMs;
      }),
    );
  }

  const latenciesMs = await Promise.all(calls);
  agent.destroy();
  return latenciesMs.sort((a, b) => a - b);
}

/** The value that a `share` (0 to 1) of the ascending list does not exceed. */
export function percentile(ascending: readonly number[], share: number): number {
  return ascending[Math.max(0, Math.ceil(ascending.length * share) - 1)] ?? Number.NaN;
}

function post(url: string, agent: Agent, body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const startedMs = performance.now();
    const headers = { "content-type": "application/json", "content-length": body.byteLength };
    const req = request(url, { agent, method: "POST", headers }, (res) => {
      res.resume();
      res.once("error", reject);
      res.once("end", () => {
        if (res.statusCode === 200) resolve(performance.now() - startedMs);
        else reject(new Error(`${url} answered ${res.statusCode}`));
      });
    });
    req.once("error", reject);
    req.end(body);
  });
}
