import { randomUUID } from "node:crypto";
import { beforeAll, expect, test, vi } from "vitest";
import * as eventsRoute from "@/app/api/v1/customers/[customerId]/events.csv/route";
import * as membersRoute from "@/app/api/v1/customers/[customerId]/segments/[segmentId]/members.csv/route";
import * as syncsRoute from "@/app/api/v1/customers/[customerId]/syncs.csv/route";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { pool, prisma } from "@/lib/kernel/database";
import { createTestDestination, postPage } from "@/tools/testing/make-destination";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import { makeKey } from "@/tools/testing/make-team";
import { readCsv } from "@/tools/testing/read-csv";

/** What a spreadsheet would run, and what breaks a careless CSV. */
const AWKWARD = ['=HYPERLINK("http://evil.example")', "+1", "-1", "@SUM(A1)", 'a "b", c', "Zoë 🙂"];

let csm: string;
let viewer: string;
let source: TestSource;

beforeAll(async () => {
  process.env.SANDBOX_URL = "http://127.0.0.1:1";
  csm = await makeKey("csm");
  viewer = await makeKey("viewer");
  source = await makeSource({ heapAppId: "7301" });
  await prisma.source.update({ where: { id: source.id }, data: { eventTypes: [], newTypes: "drop" } });
  for (let n = 0; n < 23; n++)
    await sendBatch(
      source,
      Array.from({ length: 100 }, () => event("anna")),
    );
  await sendBatch(
    source,
    AWKWARD.map((type) => event("ben", type)),
  );
  await forwardSlice("sandbox:7301");
});

/** Filtered without a call to Heap: the source forwards no type. */
function event(externalId: string, type = "users.messages.email.Open") {
  return {
    id: randomUUID(),
    event_type: type,
    time: 1_790_000_000,
    user: { external_user_id: externalId },
    properties: {},
  };
}

interface Route {
  GET(req: Request, context: { params: Promise<unknown> }): Promise<Response>;
}

const get = (route: Route, params: Record<string, string>, query = "", key = csm) =>
  route.GET(new Request(`http://127.0.0.1:3000/x${query}`, { headers: { authorization: `Bearer ${key}` } }), {
    params: Promise.resolve(params),
  });

const read = async (...args: Parameters<typeof get>) => {
  const res = await get(...args);
  expect(res.status).toBe(200);
  expect(res.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  return readCsv(new TextDecoder("utf-8", { ignoreBOM: true }).decode(await res.arrayBuffer()));
};

test("every event is in the file once, the latest batch first, over many chunks", async () => {
  const rows = await read(eventsRoute, { customerId: source.customerId });
  expect(rows).toHaveLength(2_306);
  expect(new Set(rows.map((row) => row["braze event id"])).size).toBe(2_306);
  const batches = rows.map((row) => row["batch id"] ?? "");
  expect(batches).toEqual([...batches].sort().reverse());
  expect(rows[0]).toMatchObject({ outcome: "filtered", "occurred at": "2026-09-21T14:13:20.000Z" });
});

test("no cell is a formula to a spreadsheet; commas, quotes and every script stay inside their cells", async () => {
  const rows = await read(eventsRoute, { customerId: source.customerId }, "?outcome=filtered");
  const types = rows.slice(0, AWKWARD.length).map((row) => row.type);
  expect(types.reverse()).toEqual(AWKWARD.map((type) => (/^[=+@-]/.test(type) ? `'${type}` : type)));
});

test("the screen's filters apply to the file, even when few events match", async () => {
  const asked = `?type=${encodeURIComponent("+1")}`;
  expect(await read(eventsRoute, { customerId: source.customerId }, asked)).toHaveLength(1);
  expect(await read(eventsRoute, { customerId: source.customerId }, "?to=2020-01-01T00:00:00Z")).toEqual([]);
  const waiting = await makeSource({ heapAppId: "7302" });
  await sendBatch(waiting, [event("anna"), event("ben")]);
  const pending = await read(eventsRoute, { customerId: waiting.customerId }, "?outcome=pending");
  expect(pending.map((row) => row.identity)).toEqual(["ben", "anna"]);
});

test("members and syncs with their pushes are in their files", async () => {
  const destination = await createTestDestination();
  const segmentId = await postPage(destination, { add: ["=anna", "ben"], remove: ["gone"] });
  const { customerId, destinationId } = destination;
  const syncs = await Promise.all(
    [2, 0, 1].map(async (pushes, n) => {
      const { id } = await prisma.sync.create({
        data: {
          customerId,
          destinationId,
          segmentId,
          trigger: "manual",
          requestedBy: "Ada",
          state: "succeeded",
          added: n,
        },
      });
      for (let push = 0; push < pushes; push++) {
        await prisma.push.create({
          data: {
            customerId,
            segmentId,
            syncId: id,
            adds: push,
            removes: 0,
            state: "accepted",
            words: "ok",
            userKeys: [],
          },
        });
      }
      return { id, pushes };
    }),
  );

  const owed = await read(membersRoute, { customerId, segmentId }, "?standing=owed");
  expect(owed.map((row) => [row["user id"], row.standing])).toEqual([
    ["'=anna", "to sync: enters"],
    ["ben", "to sync: enters"],
  ]);
  expect(await read(membersRoute, { customerId, segmentId })).toHaveLength(3);

  const lines = await read(syncsRoute, { customerId });
  const expected = [...syncs]
    .sort((left, right) => (left.id < right.id ? 1 : -1))
    .flatMap(({ id, pushes }) => [`sync ${id}`, ...Array.from({ length: pushes }, () => `push ${id}`)]);
  expect(lines.map((line) => `${line.line} ${line["sync id"]}`)).toEqual(expected);
});

test("files with personal data are for CSMs, cover one customer only, and are logged without the identity in clear", async () => {
  const { customerId } = source;
  expect((await get(eventsRoute, { customerId }, "", viewer)).status).toBe(403);
  expect((await get(syncsRoute, { customerId }, "", viewer)).status).toBe(403);
  expect((await get(eventsRoute, { customerId: randomUUID() })).status).toBe(404);
  const foreign = await createTestDestination();
  const segmentId = await postPage(foreign, { add: ["anna"] });
  expect((await get(membersRoute, { customerId, segmentId })).status).toBe(404);
  expect((await get(eventsRoute, { customerId }, "?outcome=lost")).status).toBe(400);

  await get(eventsRoute, { customerId }, "?identity=anna%40example.com&outcome=filtered");
  const entry = await prisma.auditEntry.findFirstOrThrow({
    where: { customerId, action: "customer.events_exported" },
    orderBy: { id: "desc" },
  });
  expect(entry.after).toEqual({ outcome: "filtered", identity: expect.stringMatching(/^#[0-9a-f]{16}$/) });
});

test("breaking off the download stops the reading, and a failure midway makes no complete file", async () => {
  const queries = vi.spyOn(pool, "query");
  try {
    const res = await get(eventsRoute, { customerId: source.customerId });
    const reader = res.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    const seen = queries.mock.calls.length;
    await new Promise((resolve) => setImmediate(resolve));
    expect(queries.mock.calls.length).toBe(seen);

    const broken = await get(eventsRoute, { customerId: source.customerId });
    queries.mockRejectedValue(new Error("connection lost") as never);
    await expect(broken.text()).rejects.toThrow();
  } finally {
    queries.mockRestore();
  }
});

test("one caller has two files written at a time; a third is told to wait, and has a place when one ends", async () => {
  const key = await makeKey("csm");
  const open = () => get(eventsRoute, { customerId: source.customerId }, "", key);
  const [first, second] = [await open(), await open()];
  const refused = await open();
  expect(refused.status).toBe(503);
  expect(refused.headers.get("retry-after")).toBe("10");
  expect(await refused.json()).toMatchObject({ error: { code: "unavailable" } });
  const other = await get(eventsRoute, { customerId: source.customerId });
  expect(other.status).toBe(200);
  await other.body?.cancel();

  await first.body?.cancel();
  const third = await open();
  expect(third.status).toBe(200);
  await third.text();
  await second.text();
  expect((await open()).status).toBe(200);
});
