import autocannon from "autocannon";

/** Enough calls at a time to keep one server process busy. */
const CONNECTIONS = 20;

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
