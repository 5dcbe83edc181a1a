import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { findKnownEvents } from "@/lib/forwarding/batches/known-events";
import { lowestBatchId } from "@/lib/forwarding/batches/lowest-batch-id";
import type { EventFilter } from "@/lib/forwarding/events/event-input";
import { exportEvents } from "@/lib/forwarding/events/export-events";
import { listEvents } from "@/lib/forwarding/events/list-events";
import { listIssues } from "@/lib/forwarding/events/list-issues";
import { listSimilarIdentities } from "@/lib/forwarding/events/list-similar-identities";
import { showEvent } from "@/lib/forwarding/events/show-event";
import { summarizeEvents } from "@/lib/forwarding/events/summarize-events";
import { recountSource } from "@/lib/forwarding/history/recount-source";
import { choose, countChosen, takeChosen } from "@/lib/forwarding/replays/chosen-events";
import { pool } from "@/lib/kernel/database";
import { findHeapFacts } from "@/lib/privacy/deletions/find-heap-facts";
import { createRandom, freshSeed, type Random } from "@/sandbox/senders/random";
import { makeSource, type TestSource } from "@/tools/testing/make-source";
import { makeMember } from "@/tools/testing/make-team";
import { type OldEvent, packAll, prepareOldWeeks, storeOldBatch } from "@/tools/testing/old-events";
import { PLAIN_MAPPING } from "@/tools/testing/plain-mapping";
import { unpackAll } from "./unpack-batches";

let source: TestSource;
let other: TestSource;
let ctx: Awaited<ReturnType<typeof makeMember>>["ctx"];
let appNumber = 7_700;
beforeEach(async () => {
  await prepareOldWeeks();
  source = await makeSource({ heapAppId: String(++appNumber) });
  other = await makeSource({ heapAppId: String(++appNumber), customerId: source.customerId });
  ({ ctx } = await makeMember("csm"));
});

const PEOPLE = ["anna", " Anna", "ANNA", "ben", "", "zoë 👩‍👩‍👧", "a".repeat(255), '{NULL,"\\}'];
const TYPES = [
  "users.messages.email.Open",
  "users.behaviors.CustomEvent",
  "users.UserDeleteRequest",
  "users.UserOrphan",
  "new\ttype",
];
const REASONS: [string, string][] = [
  ["user.external_user_id", "a placeholder"],
  ["time", "not a time"],
  ["properties.app_group_id", "another workspace"],
];

/** An event with whatever the books may have. */
function anyEvent(random: Random, calls: readonly string[], ids: readonly string[]): OldEvent {
  const pick = <T>(from: readonly T[]): T => random.pick(from as [T, ...T[]]);
  const sometimes = <T>(value: () => T): T | undefined => (random.fraction() < 0.8 ? value() : undefined);
  const outcome = pick([
    "forwarded",
    "forwarded",
    "forwarded",
    "filtered",
    "duplicate",
    "quarantined",
  ] as const);
  const [field, reason] = pick(REASONS);
  return {
    outcome,
    eventId:
      outcome === "duplicate"
        ? pick(ids)
        : sometimes(() =>
            random.fraction() < 0.7 ? randomUUID() : pick(["", "NOT A UUID ", 'Ünï"{}']) + randomUUID(),
          ),
    type: sometimes(() => pick(TYPES)),
    name: sometimes(() => pick(["Email Open", 'Custom, "quoted"', "x".repeat(1_000)])),
    identity: sometimes(() => pick(PEOPLE)),
    occurredAt: sometimes(() => new Date(Math.floor(random.fraction() * 4_000_000_000_000)).toISOString()),
    deliveryId: outcome === "forwarded" ? pick(calls) : undefined,
    ...(outcome === "quarantined" || (outcome === "filtered" && random.fraction() < 0.5)
      ? { field, reason }
      : { reason: sometimes(() => reason) }),
  };
}

/** Everything that anybody can read of the events of a customer, whatever they filter by. */
async function readAll(calls: readonly string[], ids: readonly string[], batches: readonly string[]) {
  const { customerId } = source;
  const listed = async (filter: Partial<EventFilter>, limit: number) => {
    const items = [];
    for (let cursor: string | undefined; ; ) {
      const page = await listEvents(ctx, { limit, ...filter, customerId, cursor });
      items.push(...page.items);
      cursor = page.nextCursor ?? undefined;
      if (!cursor) return items;
    }
  };
  const filters: Partial<EventFilter>[] = [
    {},
    { sourceId: other.id },
    ...(["forwarded", "filtered", "duplicate", "quarantined"] as const).map((outcome) => ({ outcome })),
    ...TYPES.map((type) => ({ type })),
    ...PEOPLE.map((identity) => ({ identity })),
    ...PEOPLE.slice(0, 3).map((identity) => ({ identity, outcome: "forwarded" as const })),
    ...ids.map((eventId) => ({ eventId })),
    ...batches.map((batchId) => ({ batchId })),
    ...calls.map((deliveryId) => ({ deliveryId })),
    {
      from: new Date(Date.now() - 40 * 86_400_000).toISOString(),
      to: new Date(Date.now() - 20 * 86_400_000).toISOString(),
    },
  ];
  const issues = await listIssues(ctx, { customerId });
  for (const { issue } of issues.items) filters.push({ issue });

  const lists = [];
  for (const filter of filters) lists.push({ filter, items: await listed(filter, 7) });
  const all = await listed({}, 100);
  const details = [];
  for (const { batchId, index } of all.slice(0, 60))
    details.push(await showEvent(ctx, { customerId, batchId, index }));
  const csv = [];
  for await (const chunk of await exportEvents(ctx, { customerId })) csv.push(chunk);

  const replays = [];
  for (const filter of [
    { outcome: "quarantined" },
    { outcome: "forwarded" },
    { outcome: "filtered", type: TYPES[0] },
  ] as const) {
    const choice = choose(source.id, filter);
    const chosen = await takeChosen(pool, choice, { customerId, mapping: PLAIN_MAPPING });
    replays.push({ count: await countChosen(pool, choice), chosen });
  }
  const { types } = await summarizeEvents(ctx, { customerId });
  const {
    sources: _,
    seenSourceIds,
    ...facts
  } = await findHeapFacts(customerId, { externalIds: ["anna"], brazeIds: ["ben"] } as never, []);
  const known = await findKnownEvents(
    pool,
    [{ sourceId: source.id, eventIds: ids }],
    lowestBatchId(new Date(0)),
  );
  return {
    lists,
    all,
    details,
    csv: csv.join(""),
    replays,
    facts,
    issues,
    types: types.map(({ type }) => type).toSorted(),
    seen: [...seenSourceIds].toSorted(),
    similar: await listSimilarIdentities(ctx, { customerId, identity: "anna" }),
    known: [...(known[0] ?? [])].toSorted(),
    history: (
      await pool.query("SELECT * FROM event_hour WHERE source_id = ANY ($1) ORDER BY source_id, hour, type", [
        [source.id, other.id],
      ])
    ).rows,
  };
}

/** Part by part, so that a failure says which. */
function expectSame(read: Awaited<ReturnType<typeof readAll>>, before: typeof read, when: string): void {
  for (const [n, { filter, items }] of before.lists.entries())
    expect(read.lists[n]?.items, `${when}: ${JSON.stringify(filter)}`).toEqual(items);
  for (const part of Object.keys(before) as (keyof typeof before)[])
    if (part !== "lists") expect(read[part], `${when}: ${part}`).toEqual(before[part]);
}

const counts = async () =>
  (
    await pool.query(
      `SELECT (SELECT count(*)::int FROM event) AS rows, (SELECT count(*)::int FROM event_pack) AS packs,
              (SELECT COALESCE(sum(cardinality(places)), 0)::int FROM event_pack) AS packed`,
    )
  ).rows[0];

test("whatever anybody reads of events is the same before they are packed, when those of past weeks are, and when they are unpacked", async () => {
  const seed = freshSeed();
  const random = createRandom(seed);
  const calls = [randomUUID(), randomUUID(), randomUUID()];
  const ids = [randomUUID(), "NOT A UUID", randomUUID().toUpperCase()];
  const batches: string[] = [];
  let stored = 0;
  for (const daysAgo of [80, 79.5, 40, 33, 26, 25.9, 18, 17, 10, 8, 1, 0]) {
    for (const of of [source, other]) {
      const events = Array.from({ length: 1 + random.below(12) }, () => anyEvent(random, calls, ids));
      batches.push(await storeOldBatch(of, daysAgo, events));
      stored += events.length;
    }
  }
  // The first occurrences of what is repeated.
  batches.push(
    await storeOldBatch(
      source,
      85,
      ids.map((eventId) => ({ outcome: "forwarded", eventId, identity: "anna", deliveryId: calls[0] })),
    ),
  );
  batches.push(
    await storeOldBatch(source, 60, [{ outcome: "forwarded", identity: "anna" }], {
      owed: 2,
      body: Buffer.from(JSON.stringify({ events: [{}, {}, {}] })),
    }),
  );
  stored += 4;
  for (const { id } of [source, other]) await recountSource(id);
  const before = await readAll(calls, ids, batches);
  expect(before.all, `seed ${seed}`).toHaveLength(stored);

  await packAll();
  const packed = await counts();
  expect(packed.packs, `seed ${seed}`).toBeGreaterThanOrEqual(10);
  expect(packed.rows + packed.packed).toBe(stored);
  for (const { id } of [source, other]) await recountSource(id);
  expectSame(await readAll(calls, ids, batches), before, `packed, seed ${seed}`);

  await pool.query("UPDATE body_zipping SET starts_at = NULL");
  await unpackAll(() => {});
  expect(await counts()).toEqual({ rows: stored, packs: 0, packed: 0 });
  expectSame(await readAll(calls, ids, batches), before, `unpacked, seed ${seed}`);
  await packAll();
  expect(await counts()).toMatchObject({ packs: 0 });
});
