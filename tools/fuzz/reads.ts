import { createHash, randomUUID } from "node:crypto";
import { acceptBatch } from "@/lib/forwarding/batches/accept-batch";
import { pool } from "@/lib/kernel/database";
import type { Promised } from "./books";
import { type Answer, type FuzzCase, judge } from "./case";
import type { Tally } from "./run-cases";
import type { FuzzSource, Tenants } from "./tenants";

/** Batches near the largest body, of many values and of long ones. */
const LARGE_BATCHES = 12;
const EVENTS = 14;
const MANY_EVENTS = 95;
const VALUES = 1_900;
const TEXT = "x".repeat(1_000_000);

/** Asked at once, by one person. */
const AT_ONCE = 60;
const DOWNLOADS_AT_ONCE = 4;

/** Reads that cost most: what a member of the team can ask for, as one case for each kind that is asked for at once. */
interface CostlyReads {
  name: string;
  cases: FuzzCase[];
}

/** Stores the bodies and says what is asked about them. */
export async function makeCostlyReads(
  { sources, keys }: Tenants,
  promised: Promised,
): Promise<CostlyReads[]> {
  const source = sources.find(({ isPaused, isOpen }) => isPaused && isOpen);
  if (!source) return [];

  const ofManyEvents = await store(source, promised, MANY_EVENTS, (n) => ({
    properties: Object.fromEntries(
      Array.from({ length: VALUES }, (_, value) => [`property_${value}`, `${"v".repeat(60)}${n}`]),
    ),
  }));
  const ofLongTexts: string[] = [];
  for (let batch = 0; batch < LARGE_BATCHES; batch++)
    ofLongTexts.push(await store(source, promised, EVENTS, () => ({ properties: { a: TEXT } })));

  const of = `/api/v1/customers/${source.customerId}`;
  const ask = (name: string, path: string, key: string): FuzzCase => ({
    part: "reads",
    name,
    method: "GET",
    path: of + path,
    headers: { authorization: `Bearer ${key}` },
    body: Buffer.alloc(0),
    expected: [200, 503],
    shape: "any",
  });
  const many = (make: (n: number) => FuzzCase, count = AT_ONCE) =>
    Array.from({ length: count }, (_, n) => make(n));
  return [
    {
      name: "events of one large batch",
      cases: many((n) => ask("an event", `/events/${ofManyEvents}/${n % MANY_EVENTS}`, keys.viewer)),
    },
    {
      name: "events of many large batches",
      cases: many((n) => ask("an event", `/events/${ofLongTexts[n % ofLongTexts.length]}/0`, keys.viewer)),
    },
    {
      name: "lists of waiting events",
      cases: many(() => ask("waiting events", "/events?outcome=pending&limit=100", keys.viewer)),
    },
    {
      name: "downloads of everything",
      cases: many(() => ask("a download", "/export.ndjson.gz", keys.admin), DOWNLOADS_AT_ONCE),
    },
  ];
}

/**
 * Asks for everything of one kind at once, one kind after the other.
 * @param after is called when everything of one kind is answered
 */
export async function runReads(
  reads: readonly CostlyReads[],
  send: (sent: FuzzCase) => Promise<Answer | null>,
  after: (name: string, startedMs: number) => Promise<void>,
): Promise<Tally> {
  const tally: Tally = { sent: 0, byStatus: {}, surprises: [], surpriseCount: 0 };
  for (const { name, cases } of reads) {
    const startedMs = Date.now();
    const answers = await Promise.all(cases.map(send));
    await after(`${cases.length} at once: ${name}`, startedMs);
    for (const [index, answer] of answers.entries()) {
      const status = answer?.status ?? "none";
      tally.sent++;
      tally.byStatus[status] = (tally.byStatus[status] ?? 0) + 1;
      const sent = cases[index] as FuzzCase;
      const problem = judge(sent, answer) ?? wrongRefusal(answer);
      if (!problem) continue;
      tally.surpriseCount++;
      tally.surprises.push({ part: "reads", name, seed: 0, index, problem, request: sent.path });
    }
  }
  return tally;
}

function wrongRefusal(answer: Answer | null): string | null {
  if (answer?.status !== 503) return null;
  return Number(answer.headers["retry-after"]) > 0 ? null : "503 without Retry-After";
}

/** Stores one batch, different from every other. @returns its id */
async function store(
  source: FuzzSource,
  promised: Promised,
  count: number,
  make: (n: number) => object,
): Promise<string> {
  const events = Array.from({ length: count }, (_, n) => ({
    id: randomUUID(),
    event_type: "users.messages.email.Open",
    time: 1_790_000_000,
    user: { external_user_id: `u${n}` },
    ...make(n),
  }));
  const body = Buffer.from(JSON.stringify({ events }));
  const accepted = await acceptBatch({ token: source.token, bearerToken: source.bearerToken, body });
  const digest = createHash("sha256").update(body).digest("hex");
  promised.add({ sourceId: source.id, digest, events: count, goodIds: [] });
  if (accepted.kind !== "stored") throw new Error(`a large batch was answered ${accepted.kind}`);

  const { rows } = await pool.query<{ id: string }>(
    "SELECT id FROM batch WHERE source_id = $1 AND digest = decode($2, 'hex')",
    [source.id, digest],
  );
  return rows[0]?.id ?? "";
}
