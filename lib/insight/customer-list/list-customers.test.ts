import { expect, test } from "vitest";
import { GET } from "@/app/api/v1/customers/route";
import { CUSTOMER_SORTS, type CustomerListInput } from "@/lib/insight/customer-list/customer-list-input";
import { pool, prisma } from "@/lib/kernel/database";
import { callRoute } from "@/tools/testing/call-route";
import { makeScene } from "@/tools/testing/customer-health";
import { makeKey, makeMember, systemCtx } from "@/tools/testing/make-team";
import { listCustomers } from "./list-customers";

async function names(input: CustomerListInput): Promise<string[]> {
  const { items } = await listCustomers(systemCtx, { limit: 100, ...input });
  return items.map(({ name }) => name);
}

test("the list shows at a glance how a customer is doing", async () => {
  const { userId } = await makeMember("csm");
  const scene = await makeScene({ name: "Glance", ownerId: userId });
  const { id } = await scene.addSegment({
    mode: "recurring",
    lastPageAt: new Date("2026-01-02T03:04:05.678Z"),
  });
  await scene.addSegment({ mode: "off" });
  await scene.addMember(id, { userKey: "owed" });
  await scene.addMember(id, { userKey: "refused", refused: "no" });
  await scene.addBatch({ receivedAt: new Date("2026-01-03T00:00:00.001Z") });
  await scene.addBatch({ receivedAt: new Date(), isSimulated: true });
  await prisma.batch.create({
    data: {
      customerId: scene.customerId,
      sourceId: scene.sourceId,
      digest: Buffer.from("held"),
      body: Buffer.from("[]"),
      byteSize: 2,
      accepted: 7,
      forwarded: 2,
      isSimulated: true,
    },
  });
  await scene.addAlert({ kind: "pages_missing", message: "A page is missing" });

  const { items } = await listCustomers(systemCtx, { q: "glance" });
  expect(items).toMatchObject([
    {
      name: "Glance",
      owner: { id: userId },
      state: "live",
      health: "attention",
      healthReason: "A page is missing",
      lastEventAt: "2026-01-03T00:00:00.001Z",
      lastPageAt: "2026-01-02T03:04:05.678Z",
      sources: 1,
      destinations: 1,
      segments: { total: 2, recurring: 1 },
      owed: 1,
      refused: 1,
      pending: 5,
      openAlerts: 1,
      books: { accepted: 4_007, pending: 5, owed: 1 },
    },
  ]);
});

test("the last seven days of both directions are shown by day, today last, and nothing older", async () => {
  const scene = await makeScene({ name: "Weekly" });
  const { id } = await scene.addSegment({});
  const day = (ago: number) => new Date((Math.floor(Date.now() / 86_400_000) - ago) * 86_400_000);
  for (const [ago, forwarded] of [
    [0, 7],
    [6, 5],
    [7, 100],
  ] as const) {
    // What did not go to Heap is not counted.
    const others = { filtered: 20, duplicate: 30, quarantined: 40 };
    await prisma.eventDay.create({
      data: { sourceId: scene.sourceId, day: day(ago), forwarded, ...others },
    });
  }
  await prisma.segmentDay.createMany({
    data: [
      { segmentId: id, day: day(1), added: 2, removed: 1, refused: 9 },
      { segmentId: id, day: day(8), added: 50 },
    ],
  });

  const { items } = await listCustomers(systemCtx, { q: "weekly" });
  expect(items[0]?.week).toEqual({ events: [5, 0, 0, 0, 0, 0, 7], members: [0, 0, 0, 0, 0, 3, 0] });
});

test("owner, state, health and name select customers, alone and together", async () => {
  const mine = await makeMember("csm");
  const { userId: otherId } = await makeMember("csm");
  await makeScene({ name: "Pick mine", ownerId: mine.userId });
  await (await makeScene({ name: "Pick other", ownerId: otherId })).addAlert({ kind: "x", message: "look" });
  await makeScene({ name: "Pick nobody's", state: "onboarding" });
  await makeScene({ name: "Pick archived", state: "archived" });

  const q = "pick";
  expect(await names({ q })).toEqual(["Pick mine", "Pick nobody's", "Pick other"]);
  expect(await names({ q, ownerId: otherId })).toEqual(["Pick other"]);
  expect(await names({ q, ownerId: "none" })).toEqual(["Pick nobody's"]);
  expect(await names({ q, state: "archived" })).toEqual(["Pick archived"]);
  expect(await names({ q, health: "attention" })).toEqual(["Pick other"]);
  expect(await names({ q, health: "waiting", state: "live" })).toEqual(["Pick mine"]);
  expect(await names({ q, health: "attention", ownerId: "none" })).toEqual([]);

  const own = await listCustomers(mine.ctx, { ownerId: "me" });
  expect(own.items.map(({ name }) => name)).toEqual(["Pick mine"]);
  await expect(listCustomers(systemCtx, { ownerId: "me" })).rejects.toMatchObject({ code: "invalid" });
});

test("each sort has every customer once across its pages, in both directions", async () => {
  for (const [place, name] of ["Sort b", "sort A", "Sort c", "Sort b", "sort d"].entries()) {
    const scene = await makeScene({ name });
    if (place % 2) await scene.addBatch({ receivedAt: new Date(1_760_000_000_000 + place) });
    const { id } = await scene.addSegment({});
    for (let member = 0; member < place % 3; member++) await scene.addMember(id, { userKey: `${member}` });
  }

  for (const sort of CUSTOMER_SORTS) {
    const up = await readAll({ q: "sort", sort, dir: "asc" });
    const down = await readAll({ q: "sort", sort, dir: "desc" });
    expect(new Set(up).size, sort).toBe(5);
    expect(down, sort).toEqual(up.toReversed());
  }
  expect((await names({ q: "sort" })).map((name) => name.toLowerCase())).toEqual([
    "sort a",
    "sort b",
    "sort b",
    "sort c",
    "sort d",
  ]);
  const owed = await listCustomers(systemCtx, { q: "sort", sort: "owed", dir: "desc" });
  expect(owed.items.map((item) => item.owed)).toEqual([2, 1, 1, 0, 0]);
  const last = await listCustomers(systemCtx, { q: "sort", sort: "lastEvent", dir: "desc" });
  expect(last.items.map((item) => item.lastEventAt !== null)).toEqual([true, true, false, false, false]);
});

async function readAll(input: CustomerListInput): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listCustomers(systemCtx, { ...input, limit: 2, cursor });
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return ids;
}

test("sorted by health, what fails comes first and what is paused last", async () => {
  await (await makeScene({ name: "Rank healthy" })).addBatch({});
  await makeScene({ name: "Rank paused", state: "paused" });
  await (await makeScene({ name: "Rank failing" })).addAlert({ kind: "braze_key_refused", message: "stops" });
  await makeScene({ name: "Rank waiting" });
  await (await makeScene({ name: "Rank attention" })).addAlert({ kind: "x", message: "look" });

  const ranked = await names({ q: "rank", sort: "health" });
  expect(ranked.map((name) => name.slice(5))).toEqual([
    "failing",
    "attention",
    "waiting",
    "healthy",
    "paused",
  ]);
});

test("of customers that fail, those whose alert does most harm come first", async () => {
  for (const kind of ["braze_key_refused", "no_events", "identity_mismatch", "currents_refused"]) {
    await (await makeScene({ name: `Harm ${kind}` })).addAlert({ kind, message: kind });
  }
  expect(await names({ q: "harm", sort: "health" })).toEqual([
    "Harm identity_mismatch",
    "Harm currents_refused",
    "Harm no_events",
    "Harm braze_key_refused",
  ]);
});

test("of equal harm, the customer whose alert has been open longest comes first, and the list says what it is about", async () => {
  for (const hours of [2, 30, 9]) {
    const scene = await makeScene({ name: `Open ${hours}` });
    const openedAt = new Date(Date.now() - hours * 3_600_000);
    await scene.addAlert({ kind: "no_events", message: "silent", openedAt });
  }
  expect(await names({ q: "open", sort: "health" })).toEqual(["Open 30", "Open 9", "Open 2"]);
  expect((await listCustomers(systemCtx, { q: "open" })).items[0]).toMatchObject({
    alertKind: "no_events",
    healthReason: "silent",
  });
});

test("the route refuses an unknown cursor, owner or sort", async () => {
  const key = await makeKey("viewer");
  const read = (query: string) => callRoute(GET, { key, query });
  const first = await read("?sort=owed&limit=1");
  const { nextCursor } = first.body as { nextCursor: string };
  expect((await read(`?sort=owed&limit=1&cursor=${nextCursor}`)).status).toBe(200);

  for (const query of [
    `?sort=name&cursor=${nextCursor}`,
    "?ownerId=somebody",
    "?sort=books",
    "?health=fine",
  ]) {
    expect(await read(query), query).toMatchObject({ status: 400, body: { error: { code: "invalid" } } });
  }
});

test("a page takes four statements, however many customers it shows", async () => {
  const statements: unknown[] = [];
  const { query } = pool;
  pool.query = ((...args: unknown[]) => {
    statements.push(args[0]);
    return Reflect.apply(query, pool, args);
  }) as typeof pool.query;
  try {
    const wish = { limit: 100, health: "waiting", sort: "owed" } as const;
    const { items, total } = await listCustomers(systemCtx, wish);
    expect(items.length).toBeGreaterThan(3);
    expect(total).toBe(items.length);
  } finally {
    pool.query = query;
  }
  expect(statements).toHaveLength(4);
});
