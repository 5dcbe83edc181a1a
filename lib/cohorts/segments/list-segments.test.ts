import { expect, test } from "vitest";
import { listMembers } from "@/lib/cohorts/members/list-members";
import { requestSync } from "@/lib/cohorts/syncs/request-sync";
import type { Ctx } from "@/lib/kernel/actor";
import { pool } from "@/lib/kernel/database";
import {
  createTestDestination,
  ctxOf,
  postPage,
  type TestDestination,
} from "@/tools/testing/make-destination";
import { listSegments } from "./list-segments";
import type { SegmentSort } from "./segment-input";
import { showSegment } from "./show-segment";

const NO_ROLE: Ctx = { actor: { kind: "customer_link", id: "1", name: "Link", customerId: "1", rights: [] } };

const PLANS = [
  { segment: "1", name: "beta users", add: ["a", "b"] },
  { segment: "2", name: "Alpha_users", add: ["a", "b", "c"] },
  { segment: "3", name: "Gamma 100%", add: ["a"] },
];

/** Three segments: the first owes one and has one refused, the second owes three, the third owes nothing. */
async function setUp(): Promise<{ destination: TestDestination; ids: string[] }> {
  const destination = await createTestDestination();
  const ids: string[] = [];
  for (const plan of PLANS) ids.push(await postPage(destination, plan));
  await pool.query("UPDATE member SET refused = 'no' WHERE segment_id = $1 AND user_key = 'a'", [ids[0]]);
  await pool.query("UPDATE member SET acked = true WHERE segment_id = $1", [ids[2]]);
  return { destination, ids };
}

const list = (destination: TestDestination, wish: Partial<Parameters<typeof listSegments>[1]> = {}) =>
  listSegments(ctxOf("viewer"), { customerId: destination.customerId, limit: 50, sort: "name", ...wish });

test("segments come in every order page by page, each once, with their counts, only those of the customer", async () => {
  const { destination, ids } = await setUp();
  const other = await createTestDestination();
  const foreignId = await postPage(other, { add: ["x"] });
  await pool.query("UPDATE segment SET next_sync_at = NULL, mode = 'off' WHERE id = $1", [ids[1]]);
  await requestSync(ctxOf(), {
    customerId: destination.customerId,
    segmentId: ids[2] ?? "",
    trigger: "manual",
  });

  const orders: Record<SegmentSort, number[]> = {
    name: [1, 0, 2],
    wanted: [1, 0, 2],
    owed: [1, 0, 2],
    lastSync: [2, 1, 0],
    nextSync: [],
  };
  for (const [sort, places] of Object.entries(orders) as [SegmentSort, number[]][]) {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list(destination, { sort, limit: 1, cursor });
      seen.push(...page.items.map((segment) => segment.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    if (sort === "nextSync") expect([seen.length, seen[2]]).toEqual([3, ids[1]]);
    else expect(seen, sort).toEqual(places.map((place) => ids[place]));
  }

  const [, beta, gamma] = (await list(destination)).items;
  expect(beta).toMatchObject({ wanted: 2, acked: 0, owed: 1, refused: 1, lastSync: null });
  expect(gamma?.lastSync).toMatchObject({ state: "queued", trigger: "manual", progress: null });
  const missing = { code: "not_found" };
  const foreign = { customerId: destination.customerId, segmentId: foreignId };
  await expect(showSegment(ctxOf("admin"), foreign)).rejects.toMatchObject(missing);
  await expect(listMembers(ctxOf("admin"), { ...foreign, limit: 9 })).rejects.toMatchObject(missing);
});

test("segments are found by mode, by what their members lack, and literally by a part of the name", async () => {
  const { destination, ids } = await setUp();
  await pool.query("UPDATE segment SET mode = 'manual' WHERE id = $1", [ids[1]]);
  const found = async (wish: Parameters<typeof list>[1]) =>
    (await list(destination, wish)).items.map((segment) => ids.indexOf(segment.id)).sort();

  expect(await found({ mode: "manual" })).toEqual([1]);
  expect(await found({ members: "owed" })).toEqual([0, 1]);
  expect(await found({ members: "refused" })).toEqual([0]);
  expect(await found({ members: "settled" })).toEqual([2]);
  expect(await found({ q: "USERS" })).toEqual([0, 1]);
  expect(await found({ q: "_" })).toEqual([1]);
  expect(await found({ q: "%" })).toEqual([2]);
  expect(await found({ destinationId: (await createTestDestination()).destinationId })).toEqual([]);
});

test("the destinations say how many segments are recurring and why nothing is pushed", async () => {
  const { destination, ids } = await setUp();
  await pool.query("UPDATE segment SET mode = 'off' WHERE id = $1", [ids[0]]);
  const shared = async () => (await list(destination)).destinations[0];

  expect(await shared()).toMatchObject({ segments: 3, recurring: 2, recurringLimit: 30, blockedBy: null });
  for (const [blockedBy, change] of [
    ["no_data_import_key", "UPDATE destination SET data_import_key_enc = NULL WHERE customer_id = $1"],
    ["destination_paused", "UPDATE destination SET paused_at = now() WHERE customer_id = $1"],
    ["customer_paused", "UPDATE customer SET state = 'paused' WHERE id = $1"],
    ["customer_archived", "UPDATE customer SET state = 'archived' WHERE id = $1"],
  ] as const) {
    await pool.query(change, [destination.customerId]);
    expect((await shared())?.blockedBy).toBe(blockedBy);
  }
});

test("a cursor of another order, and an actor without a role in the team, are refused", async () => {
  const { destination, ids } = await setUp();
  const { customerId } = destination;
  const { nextCursor } = await list(destination, { limit: 1 });
  await expect(list(destination, { sort: "owed", cursor: nextCursor ?? "" })).rejects.toMatchObject({
    code: "invalid",
  });

  const segmentId = ids[0] ?? "";
  for (const ask of [
    listSegments(NO_ROLE, { customerId, limit: 9, sort: "name" }),
    showSegment(NO_ROLE, { customerId, segmentId }),
    listMembers(NO_ROLE, { customerId, segmentId, limit: 9 }),
  ]) {
    await expect(ask).rejects.toMatchObject({ code: "forbidden" });
  }
});

test("a segment shows what Heap's newest change that named anybody held besides members", async () => {
  const destination = await createTestDestination();
  const segmentId = await postPage(destination, { task: "1", add: ["a", "a", " b", ""] });
  const show = () => showSegment(ctxOf("viewer"), { customerId: destination.customerId, segmentId });
  const tally = {
    at: expect.any(String),
    ...{ entries: 4, untaken: 1, repeated: 1, trimmed: 1 },
    shapes: [{ shape: '{"id":""}', count: 1 }],
  };
  expect(await show()).toMatchObject({ lastTally: tally, reusedTasks: 0 });

  await postPage(destination, { task: "2", add: [] }, Date.now() + 10);
  expect(await show()).toMatchObject({ lastTally: tally });
  await postPage(destination, { task: "3", add: ["c"] }, Date.now() + 20);
  expect(await show()).toMatchObject({ lastTally: { entries: 1, untaken: 0, shapes: [] } });
});
