import { randomUUID } from "node:crypto";
import { connect, type Socket } from "node:net";
import type { Tally } from "./run-cases";

/** Many connections at once of somebody without an account, each with one write. */
interface Flood {
  name: string;
  path: string;
  connections: number;
  /** Sent at once on each connection, before anything is answered. */
  requests: number;
  /** Every status that is right; null for connections that the server may end without an answer. */
  expected: readonly number[] | null;
}

const FLOODS: readonly Flood[] = [
  { name: "pipelined health", path: "/api/live", connections: 50, requests: 500, expected: null },
  { name: "pipelined pages", path: "/sign-in", connections: 100, requests: 100, expected: null },
  { name: "pages", path: "/sign-in", connections: 1_000, requests: 1, expected: [200, 503] },
  {
    name: "pages that are not there",
    path: "/nowhere",
    connections: 1_000,
    requests: 1,
    expected: [404, 503],
  },
  { name: "health", path: "/api/live", connections: 1_000, requests: 1, expected: [200, 503] },
  { name: "the API", path: "/api/v1/customers", connections: 1_000, requests: 1, expected: [401, 503] },
  {
    name: "an invented address",
    path: `/api/currents/${randomUUID()}`,
    connections: 1_000,
    requests: 1,
    expected: [404, 405, 503],
  },
];

/** A network of its own, so that the neighbour's is another one. */
const FROM = "127.0.3.1";
const MAX_SECONDS = 60;

/**
 * Floods the server, one flood after the other.
 * @param after is called when everything of one is answered or ended
 */
export async function sendFloods(
  url: string,
  rounds: number,
  after: (name: string, startedMs: number) => Promise<void>,
): Promise<Tally> {
  const tally: Tally = { sent: 0, byStatus: {}, surprises: [], surpriseCount: 0 };
  for (let round = 0; round < rounds; round++) {
    for (const flood of FLOODS) {
      const startedMs = Date.now();
      const statuses = await Promise.all(
        Array.from({ length: flood.connections }, () => sendAtOnce(url, flood)),
      );
      await after(`${flood.connections} connections: ${flood.name}`, startedMs);
      for (const status of statuses) note(tally, flood, status);
    }
  }
  return tally;
}

function note(tally: Tally, { name, path, expected }: Flood, status: number | null): void {
  const key = String(status ?? "none");
  tally.sent++;
  tally.byStatus[key] = (tally.byStatus[key] ?? 0) + 1;
  if (expected === null || (status !== null && expected.includes(status))) return;
  tally.surpriseCount++;
  const problem = status === null ? "no answer" : `answered ${status}`;
  if (tally.surprises.length < 50)
    tally.surprises.push({ part: "flood", name, seed: 0, index: tally.sent, problem, request: path });
}

/** The status of the first answer; null when the connection ends without one. */
function sendAtOnce(url: string, { path, requests }: Flood): Promise<number | null> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket: Socket = connect({ host: hostname, port: Number(port), localAddress: FROM });
    let status: number | null = null;
    socket.setTimeout(MAX_SECONDS * 1_000, () => socket.destroy());
    socket.on("error", () => {});
    socket.on("close", () => resolve(status));
    socket.on("data", (chunk: Buffer) => {
      status ??= Number(/^HTTP\/1\.1 (\d{3})/.exec(chunk.toString("latin1"))?.[1] ?? Number.NaN);
      socket.destroy();
    });
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(requests));
  });
}
