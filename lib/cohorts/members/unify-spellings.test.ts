import fc from "fast-check";
import { expect, test } from "vitest";
import { updateDestination } from "@/lib/cohorts/destinations/update-destination";
import { setSegmentIdentifier } from "@/lib/cohorts/segments/set-segment-identifier";
import { inTransaction, pool, prisma } from "@/lib/kernel/database";
import {
  createTestDestination,
  ctxOf,
  postPage,
  readMembers,
  type TestDestination,
} from "@/tools/testing/make-destination";
import { asOwner } from "@/tools/testing/owner";
import { unifySpellings } from "./unify-spellings";

async function identifyBy(destination: TestDestination, identifierKind: "email" | "phone" | "external_id") {
  const { customerId, destinationId } = destination;
  const { version } = await prisma.destination.findUniqueOrThrow({ where: { id: destinationId } });
  await updateDestination(ctxOf(), { customerId, destinationId, version, identifierKind });
}

test("members named by their own ids before become one for each address; what is none stays as it is", async () => {
  const destination = await createTestDestination({ kind: "attribute" });
  const startMs = Date.now();
  const segmentId = await postPage(
    destination,
    { add: ["Ann@example.com", "BEN@example.com", "Id-7"] },
    startMs,
  );
  await postPage(destination, { add: ["ann@example.com"], remove: ["ben@example.com"] }, startMs + 10);

  await identifyBy(destination, "email");
  const members = await readMembers(segmentId);
  expect(members.rows.map(({ key, wanted }) => [key, wanted])).toEqual([
    ["Id-7", true],
    ["ann@example.com", true],
    ["ben@example.com", false],
  ]);
  expect(members.counts).toEqual(members.realCounts);
});

test("who left under one spelling and came back under another, before anything was sent, is a member", async () => {
  const destination = await createTestDestination({ kind: "attribute" });
  const startMs = Date.now();
  await postPage(destination, { add: ["Ann@example.com"] }, startMs);
  await postPage(destination, { drain: true }, startMs + 10);
  const segmentId = await postPage(destination, { add: ["ANN@example.com"] }, startMs + 20);

  await identifyBy(destination, "email");
  expect((await readMembers(segmentId)).wanted).toEqual(["ann@example.com"]);
});

test("a segment with an identifier of its own is left alone by its destination, and spelled again when its own changes", async () => {
  const destination = await createTestDestination({ kind: "attribute" });
  const { customerId } = destination;
  const segmentId = await postPage(destination, { add: ["+1 415 555 0123", "+14155550123"] });
  const set = (identifierKind: "external_id" | "phone") =>
    setSegmentIdentifier(ctxOf(), { customerId, segmentId, identifierKind, aliasLabel: null });
  await set("external_id");
  await identifyBy(destination, "phone");
  expect((await readMembers(segmentId)).rows).toHaveLength(2);

  await set("phone");
  expect((await readMembers(segmentId)).wanted).toEqual(["+14155550123"]);
  await postPage(destination, { remove: ["+1 (415) 555-0123"] }, Date.now() + 10);
  expect((await readMembers(segmentId)).wanted).toEqual([]);
});

const spelling = fc.constantFrom(
  "ann@x.example",
  "Ann@x.example",
  "ANN@X.example",
  "ben@x.example",
  "Ben@x.example",
  "no address",
);
const page = fc.record({
  at: fc.integer({ min: 0, max: 3 }),
  add: fc.uniqueArray(spelling),
  remove: fc.uniqueArray(spelling, { maxLength: 2 }),
  drain: fc.constantFrom(false, false, false, true),
});

test("whether the identifier was chosen before or after Heap's pages, the same people are members", async () => {
  const early = await createTestDestination({ kind: "attribute", identifierKind: "email" });
  const late = await createTestDestination({ kind: "attribute" });
  let run = 0;

  await fc.assert(
    fc.asyncProperty(fc.array(page, { minLength: 1, maxLength: 6 }), async (pages) => {
      const startMs = Date.now() - 60_000;
      const segment = String(++run);
      let ids: string[] = [];
      for (const { at, add, remove, drain } of pages) {
        const body = {
          segment,
          ...(drain ? { drain } : { task: `${segment}-${at}`, total: 9, add, remove }),
        };
        ids = [];
        for (const destination of [early, late]) ids.push(await postPage(destination, body, startMs + at));
      }
      await identifyBy(late, "email");
      const [expected, found] = await Promise.all(ids.map(readMembers));
      await identifyBy(late, "external_id");

      expect(found?.wanted).toEqual(expected?.wanted);
      expect(found?.counts?.wanted).toBe(found?.realCounts.wanted);
    }),
    { numRuns: 20 },
  );
});

test("the work grows with the members: each is read a few times, however many there are", async () => {
  const destination = await createTestDestination({ kind: "attribute", identifierKind: "email" });
  const segmentId = await postPage(destination, { add: ["zed@example.com"] });
  const members = 40_000;
  await pool.query(
    `INSERT INTO member (segment_id, user_key, wanted, acked, task_order)
     SELECT $1, 'User' || i || '@example.com', true, NULL, 1 FROM generate_series(1, $2::int) i`,
    [segmentId, members],
  );
  await asOwner("ANALYZE member");

  const read = await inTransaction(async (sql) => {
    await unifySpellings(sql, segmentId, "email");
    const { rows } = await sql.query<{ read: number }>(
      `SELECT (seq_tup_read + COALESCE(idx_tup_fetch, 0))::int AS read
       FROM pg_stat_xact_user_tables WHERE relname = 'member'`,
    );
    return rows[0]?.read ?? 0;
  });
  expect(read).toBeLessThan(6 * members);
  expect((await readMembers(segmentId)).counts?.wanted).toBe(members + 1);
});
