import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { prisma } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import { makeMember } from "@/tools/testing/make-team";
import type { EventFilter } from "./event-input";
import type { EventView } from "./event-view";
import { listEvents } from "./list-events";
import { listSimilarIdentities } from "./list-similar-identities";
import { lookBack } from "./look-back";
import { showEvent } from "./show-event";
import { summarizeEvents } from "./summarize-events";

let sandbox: Sandbox;
let source: TestSource;
let ctx: Awaited<ReturnType<typeof makeMember>>["ctx"];

const OPEN = "users.messages.email.Open";
const CLICK = "users.messages.email.Click";
const repeated = randomUUID();

function event(user: string | null, { id = randomUUID(), type = OPEN } = {}) {
  return { id, event_type: type, time: 1_790_000_000, user: { external_user_id: user }, properties: {} };
}

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  process.env.SANDBOX_URL = sandbox.url;
  ({ ctx } = await makeMember("viewer"));

  source = await makeSource({ heapAppId: "5001" });
  await sendBatch(source, [event("anna", { id: repeated }), event("ben", { type: CLICK }), event(null)]);
  await sendBatch(source, [event("[REDACTED]"), event("anna", { id: repeated }), event("anna")]);
  await forwardSlice("sandbox:5001");
});

afterAll(() => sandbox.close());

async function listAll(filter: Partial<EventFilter>, customerId = source.customerId): Promise<EventView[]> {
  const items: EventView[] = [];
  let cursor: string | undefined;
  do {
    const page = await listEvents(ctx, { limit: 2, ...filter, customerId, cursor });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return items;
}

test("every filter, alone and in pairs, finds exactly what it names", async () => {
  const all = await listAll({});
  expect(all.map((item) => [item.outcome, item.identity])).toEqual([
    ["forwarded", "anna"],
    ["duplicate", "anna"],
    ["quarantined", "[REDACTED]"],
    ["filtered", null],
    ["forwarded", "ben"],
    ["forwarded", "anna"],
  ]);
  const [latest] = all;
  const first = all.at(-1);
  if (!latest || !first?.deliveryId) throw new Error("events are missing");

  for (const filter of [
    { outcome: "forwarded" },
    { outcome: "quarantined" },
    { type: CLICK },
    { identity: "anna" },
    { identity: "anna", outcome: "duplicate" },
    { identity: "[REDACTED]", outcome: "quarantined" },
    { eventId: repeated },
    { eventId: repeated, outcome: "duplicate" },
    { batchId: first.batchId },
    { batchId: first.batchId, type: CLICK },
    { deliveryId: first.deliveryId },
    { deliveryId: first.deliveryId, identity: "ben" },
    { type: OPEN, outcome: "filtered" },
    { sourceId: source.id, type: "users.messages.fax.PaperJam" },
  ] as const) {
    const wanted = all.filter((item) =>
      Object.entries(filter).every(([name, value]) => item[name as keyof EventView] === value),
    );
    expect(await listAll(filter), JSON.stringify(filter)).toEqual(wanted);
  }
});

test("a time range is about when events were received: from its start, up to its end", async () => {
  const [first, second] = await prisma.batch.findMany({
    where: { sourceId: source.id },
    orderBy: { id: "asc" },
  });
  if (!first || !second) throw new Error("batches are missing");
  const at = (id: string) => new Date(Number.parseInt(id.replace("-", "").slice(0, 12), 16));
  // The batches arrived in the same millisecond or in two: the range must be right either way.
  const isApart = at(first.id) < at(second.id);

  const from = at(second.id).toISOString();
  expect(await listAll({ from })).toHaveLength(isApart ? 3 : 6);
  expect(await listAll({ to: from })).toHaveLength(isApart ? 3 : 0);
  expect(await listAll({ from: new Date(at(second.id).getTime() + 1).toISOString() })).toEqual([]);
});

test("another customer's sources, batches and deliveries show nothing, and an unknown customer is 404", async () => {
  const other = await makeSource({ heapAppId: "5002" });
  const [mine] = await listAll({});
  if (!mine?.deliveryId) throw new Error("events are missing");
  for (const filter of [
    { sourceId: source.id },
    { batchId: mine.batchId },
    { deliveryId: mine.deliveryId },
  ]) {
    expect(await listAll(filter, other.customerId)).toEqual([]);
  }
  await expect(listAll({}, randomUUID())).rejects.toMatchObject({ code: "not_found" });
});

test("waiting events are listed from the bodies of their batches, without those that have an outcome", async () => {
  const waiting = await makeSource({ heapAppId: "5003" });
  await sendBatch(waiting, [event("anna"), event("ben", { type: CLICK }), event(null)]);
  await sendBatch(waiting, [event("[REDACTED]"), event("anna"), event("anna")]);
  // Half of the first batch is in the books: its event for anna has an outcome.
  const [batch] = await prisma.batch.findMany({ where: { sourceId: waiting.id }, orderBy: { id: "asc" } });
  if (!batch) throw new Error("the batch is missing");
  await prisma.batch.update({ where: { id: batch.id }, data: { forwarded: 1 } });
  await prisma.event.create({
    data: {
      batchId: batch.id,
      index: 0,
      customerId: waiting.customerId,
      sourceId: waiting.id,
      outcome: "forwarded",
    },
  });

  const pending = await listAll({ outcome: "pending" }, waiting.customerId);
  expect(pending.map((item) => [item.index, item.identity, item.name])).toEqual([
    [2, "anna", "Email Open"],
    [1, "anna", "Email Open"],
    [0, "[REDACTED]", null],
    [2, null, null],
    [1, "ben", "Email Click"],
  ]);
  expect(pending.every((item) => item.outcome === "pending" && item.recordedAt === null)).toBe(true);
  expect(await listAll({ outcome: "pending", type: CLICK }, waiting.customerId)).toHaveLength(1);
  expect(await listAll({}, waiting.customerId)).toHaveLength(1);

  const { sources } = await summarizeEvents(ctx, { customerId: waiting.customerId });
  expect(sources).toMatchObject([{ id: waiting.id, pending: 5, isAtLeast: false, hold: null }]);
});

test("waiting events say why they wait", async () => {
  const paused = await makeSource({ heapAppId: "5004" });
  await sendBatch(paused, [event("anna")]);
  await prisma.source.update({ where: { id: paused.id }, data: { pausedAt: new Date() } });
  const read = async () => (await summarizeEvents(ctx, { customerId: paused.customerId })).sources[0];
  expect(await read()).toMatchObject({ pending: 1, hold: "source_paused" });

  await prisma.customer.update({ where: { id: paused.customerId }, data: { state: "paused" } });
  expect(await read()).toMatchObject({ hold: "customer_paused" });

  await prisma.customer.update({ where: { id: paused.customerId }, data: { state: "archived" } });
  expect(await read()).toMatchObject({ hold: "customer_archived" });
  const batch = await prisma.batch.findFirstOrThrow({ where: { sourceId: paused.id } });
  const shown = await showEvent(ctx, { customerId: paused.customerId, batchId: batch.id, index: 0 });
  expect(shown.explanation.next).toBe(
    "The customer is archived. Restore and resume the customer to send it.",
  );
});

test("a search that ends early says how far it got, and the next one continues there without loss", async () => {
  const sources: TestSource[] = [];
  for (const name of ["5005", "5006"]) {
    const made = await makeSource({ heapAppId: name });
    // Both belong to one customer, and one has far more events than the other.
    await prisma.source.update({
      where: { id: made.id },
      data: { customerId: sources[0]?.customerId ?? made.customerId },
    });
    sources.push(made);
  }
  const [busy, calm] = sources;
  if (!busy || !calm) throw new Error("sources are missing");
  await sendBatch(calm, [event("rare")]);
  await sendBatch(
    busy,
    Array.from({ length: 30 }, () => event("many")),
  );
  await sendBatch(busy, [event("rare")]);
  await sendBatch(calm, [event("rare"), event("many")]);
  await forwardSlice("sandbox:5005");
  await forwardSlice("sandbox:5006");

  const filter = { limit: 10, type: OPEN };
  const found: string[] = [];
  let before: [string, number] | null = null;
  for (let looks = 1; ; looks++) {
    const page: Awaited<ReturnType<typeof lookBack>> = await lookBack([busy.id, calm.id], filter, {
      path: "all",
      before,
      rowsPerSource: 4,
      limit: 100,
    });
    found.push(...page.rows.map((row) => `${row.batchId}/${String(row.index).padStart(3, "0")}`));
    if (!page.reached) {
      expect(looks).toBeGreaterThan(5);
      break;
    }
    before = page.reached.key;
  }
  expect(found).toHaveLength(34);
  expect(found).toEqual([...new Set(found)].sort().reverse());
});

test("the types on offer are those seen lately", async () => {
  const { types } = await summarizeEvents(ctx, { customerId: source.customerId });
  expect(types).toEqual([
    { type: OPEN, name: "Email Open" },
    { type: CLICK, name: "Email Click" },
  ]);
});

test("another spelling of an identity is found among the events, and none of another customer's", async () => {
  const own = await makeSource({ heapAppId: "5002" });
  await sendBatch(own, [event("user-901"), event("Mixed.Case@Example.com"), event("user-901")]);
  await forwardSlice("sandbox:5002");
  const find = async (identity: string, { customerId } = own) =>
    (await listSimilarIdentities(ctx, { customerId, identity })).items;

  expect(await find(" USER-901")).toEqual(["user-901"]);
  expect(await find("mixed.case@example.com")).toEqual(["Mixed.Case@Example.com"]);
  expect(await find("user-901")).toEqual([]);
  expect(await find("USER-901", source)).toEqual([]);
});
