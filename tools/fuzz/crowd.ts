import { createHash, randomUUID } from "node:crypto";
import type { Answer, FuzzCase } from "./case";
import { judge } from "./case";
import { outsiderCase } from "./outsiders";
import type { Tally } from "./run-cases";
import { createHttpSender } from "./send";

/** The addresses to which everything is sent at once. */
export interface Crowd {
  currents: readonly { id: string; token: string; bearerToken: string | null }[];
  heap: readonly { token: string }[];
  /** Of a link to a status page. */
  statusToken: string | null;
}

/** So many small requests for each large one. */
const SMALL_PER_LARGE = 10;
/** One of so many is sent by somebody without an account: with an invented link, to a status link, or to ask how it is. */
const ONE_OUTSIDER_IN = 4;
const LARGE_BYTES = 1_500_000;
/** Refused at once, with when to come back; both vendors then send again. */
const REFUSED = [429, 503];

/**
 * Many connections at once to a few addresses, without a pause, with small bodies and large ones. Each must be taken, or told in words when to come back.
 * @param count how many requests, all of them under way at once
 * @param tally what has been answered so far
 * @param note is told of each answer
 */
export async function sendCrowd(
  url: string,
  crowd: Crowd,
  count: number,
  tally: Tally = { sent: 0, byStatus: {}, surprises: [], surpriseCount: 0 },
  note: (sent: FuzzCase, answer: Answer | null) => void = () => undefined,
): Promise<Tally> {
  const cases = Array.from({ length: count }, (_, index) =>
    index % ONE_OUTSIDER_IN === 0
      ? outsiderCase(url, crowd.statusToken, index / ONE_OUTSIDER_IN)
      : crowdCase(crowd, index),
  );
  const sender = createHttpSender(url, { connections: count });
  await Promise.all(
    cases.map(async (sent, index) => {
      const answer = await sender.send(sent);
      const status = answer?.status ?? "none";
      tally.sent++;
      tally.byStatus[status] = (tally.byStatus[status] ?? 0) + 1;
      note(sent, answer);
      const problem = judge(sent, answer) ?? wrongRefusal(sent, answer);
      if (!problem) return;
      tally.surpriseCount++;
      tally.surprises.push({ part: "crowd", name: sent.name, seed: 0, index, problem, request: sent.path });
    }),
  );
  sender.close();
  return tally;
}

function wrongRefusal(sent: FuzzCase, answer: Answer | null): string | null {
  if (sent.shape !== "sender" || !answer || !REFUSED.includes(answer.status)) return null;
  if (!(Number(answer.headers["retry-after"]) > 0)) return `${answer.status} without Retry-After`;
  return /send|again|segments|unavailable/i.test(answer.body) ? null : `${answer.status} without words`;
}

function crowdCase({ currents, heap }: Crowd, index: number): FuzzCase {
  const isLarge = index % SMALL_PER_LARGE === 0;
  const padding = isLarge ? "x".repeat(LARGE_BYTES / 2) : "";
  // Two texts, since one of more than 1 MB is refused when it is met.
  const common = { method: "POST", part: "crowd", expected: [200, ...REFUSED], shape: "sender" } as const;
  const addresses = currents.length + heap.length;
  const source = currents[index % addresses];
  if (source) {
    const event = { id: randomUUID(), event_type: "x", time: 1_790_000_000, user: {} };
    const text = JSON.stringify({ events: [{ ...event, properties: { a: padding, b: padding } }] });
    return {
      ...common,
      name: `${isLarge ? "large" : "small"} batch of a crowd`,
      path: `/api/currents/${source.token}`,
      headers: source.bearerToken ? { authorization: `Bearer ${source.bearerToken}` } : {},
      body: Buffer.from(text),
      batch: {
        sourceId: source.id,
        digest: createHash("sha256").update(text).digest("hex"),
        events: 1,
        goodIds: [],
      },
    };
  }
  const page = {
    action_type: "segment.users.sync",
    padding: [padding, padding],
    data: {
      segment: { id: `crowd-${index}`, name: "Crowd" },
      add: [{ id: "somebody" }],
      sync_info: { sync_task_id: randomUUID(), page_number: 1, total_pages: 1 },
    },
  };
  return {
    ...common,
    name: `${isLarge ? "large" : "small"} page of a crowd`,
    path: `/api/heap/${heap[(index % addresses) - currents.length]?.token}`,
    headers: {},
    body: Buffer.from(JSON.stringify(page)),
  };
}
