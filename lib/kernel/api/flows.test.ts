import { gzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import * as batches from "@/app/api/v1/customers/[customerId]/batches/route";
import * as deliveries from "@/app/api/v1/customers/[customerId]/deliveries/route";
import * as destination from "@/app/api/v1/customers/[customerId]/destinations/[destinationId]/route";
import * as keyTest from "@/app/api/v1/customers/[customerId]/destinations/[destinationId]/test-key/route";
import * as events from "@/app/api/v1/customers/[customerId]/events/route";
import * as members from "@/app/api/v1/customers/[customerId]/segments/[segmentId]/members/route";
import * as segment from "@/app/api/v1/customers/[customerId]/segments/[segmentId]/route";
import * as segmentSyncs from "@/app/api/v1/customers/[customerId]/segments/[segmentId]/syncs/route";
import * as segments from "@/app/api/v1/customers/[customerId]/segments/route";
import * as cancel from "@/app/api/v1/customers/[customerId]/syncs/[syncId]/cancel/route";
import * as pushes from "@/app/api/v1/customers/[customerId]/syncs/[syncId]/pushes/route";
import * as sync from "@/app/api/v1/customers/[customerId]/syncs/[syncId]/route";
import * as syncs from "@/app/api/v1/customers/[customerId]/syncs/route";
import * as customers from "@/app/api/v1/customers/route";
import { pool, prisma } from "@/lib/kernel/database";
import { createCustomer } from "@/lib/setup/customers/create-customer";
import { createDestination } from "@/lib/setup/destinations/create-destination";
import { createSource } from "@/lib/setup/sources/create-source";
import { callRoute } from "@/tools/testing/call-route";
import { makeKey, systemCtx } from "@/tools/testing/make-team";

let key: string;
let params: { customerId: string };
let otherParams: { customerId: string };
let destinationId: string;
let segmentId: string;

beforeAll(async () => {
  key = await makeKey("csm");
  params = { customerId: (await createCustomer(systemCtx, { name: "Flows", ownerId: null })).id };
  otherParams = { customerId: (await createCustomer(systemCtx, { name: "Other", ownerId: null })).id };
  const made = await createDestination(systemCtx, { ...params, name: "Cohorts", brazeInstance: "US-01" });
  destinationId = made.id;
  const created = await prisma.segment.create({
    data: {
      ...params,
      destinationId,
      heapSegmentId: "7",
      name: "Loyal",
      mode: "off",
      wantedCount: 2,
      ackedCount: 2,
    },
  });
  segmentId = created.id;
  await pool.query(
    `INSERT INTO member (segment_id, user_key, wanted, acked, task_order)
     VALUES ($1, 'a', true, true, 1), ($1, 'b', true, true, 1)`,
    [segmentId],
  );
});

test("events, batches and deliveries of all sources come in one order, each once across the pages", async () => {
  const other = await createSource(systemCtx, {
    ...otherParams,
    name: "S",
    heapAppId: "9",
    heapRegion: "us",
  });
  for (const name of ["First", "Second"]) {
    const { id: sourceId } = await createSource(systemCtx, {
      ...params,
      name,
      heapAppId: "1",
      heapRegion: "us",
    });
    await fillSource(params.customerId, sourceId);
  }
  await fillSource(otherParams.customerId, other.id);

  for (const [route, count] of [
    [events, 12],
    [batches, 4],
    [deliveries, 4],
  ] as const) {
    const seen: string[] = [];
    let query = "?limit=3";
    for (;;) {
      const { status, body } = await callRoute(route.GET, { key, params, query });
      expect(status).toBe(200);
      const page = body as {
        items: { id?: string; batchId?: string; index?: number }[];
        nextCursor: string | null;
      };
      seen.push(...page.items.map((item) => item.id ?? `${item.batchId}/${9 - (item.index ?? 0)}`));
      if (!page.nextCursor) break;
      query = `?limit=3&cursor=${page.nextCursor}`;
    }
    expect(seen).toHaveLength(count);
    expect(new Set(seen).size).toBe(count);
  }

  const filtered = await callRoute(events.GET, { key, params, query: "?outcome=filtered&identity=user-1" });
  expect((filtered.body as { items: unknown[] }).items).toHaveLength(4);
});

test("a segment is listed, shown, set to a mode and synced; cancelling ends the waiting sync", async () => {
  const { body } = await callRoute(segments.GET, { key, params, query: "?limit=100" });
  expect(body).toMatchObject({
    items: [{ id: segmentId, heapSegmentId: "7", wanted: 2, acked: 2, owed: 0 }],
  });

  const of = { ...params, segmentId };
  const ask = () =>
    callRoute(segmentSyncs.POST, { method: "POST", key, params: of, body: { trigger: "manual" } });
  expect((await ask()).status).toBe(409);
  const set = await callRoute(segment.PATCH, {
    method: "PATCH",
    key,
    params: of,
    body: { version: 1, mode: "manual" },
  });
  expect(set).toMatchObject({ status: 200, body: { mode: "manual", version: 2 } });

  const asked = await ask();
  expect(asked).toMatchObject({ status: 201, body: { segmentId, joined: false } });
  const { syncId } = asked.body as { syncId: string };
  expect((await ask()).body).toMatchObject({ syncId, joined: true });

  expect((await callRoute(syncs.GET, { key, params, query: `?segmentId=${segmentId}` })).body).toMatchObject({
    items: [{ id: syncId, state: "queued" }],
  });
  const one = { ...params, syncId };
  expect((await callRoute(cancel.POST, { method: "POST", key, params: one })).body).toEqual({
    state: "cancelled",
  });
  expect((await callRoute(sync.GET, { key, params: one })).body).toMatchObject({
    state: "cancelled",
    segmentName: "Loyal",
    progress: null,
  });
  expect((await callRoute(pushes.GET, { key, params: one })).body).toEqual({ items: [], nextCursor: null });
  expect((await callRoute(members.GET, { key, params: of, query: "?limit=1" })).body).toMatchObject({
    items: [{ userKey: "a", wanted: true, acked: true, refused: null }],
    nextCursor: expect.any(String),
  });

  const foreign = { ...otherParams, segmentId, syncId };
  for (const route of [segment.GET, members.GET, sync.GET, pushes.GET]) {
    expect((await callRoute(route, { key, params: foreign })).status).toBe(404);
  }
  const missing = { customerId: "0192f0c1-2345-7000-8000-000000000000" };
  for (const route of [segments.GET, syncs.GET, events.GET, batches.GET, deliveries.GET]) {
    expect((await callRoute(route, { key, params: missing })).status).toBe(404);
  }
});

test("a viewer is told that the role is missing, whatever the body contains", async () => {
  const viewerKey = await makeKey("viewer");
  const call = {
    method: "POST",
    key: viewerKey,
    params: { ...params, segmentId },
    body: { trigger: "no such" },
  };
  const asks = [
    callRoute(segmentSyncs.POST, call),
    callRoute(segment.PATCH, { ...call, method: "PATCH" }),
    callRoute(cancel.POST, { ...call, params: { ...params, syncId: segmentId } }),
  ];
  for (const { status } of await Promise.all(asks)) expect(status).toBe(403);
  expect((await callRoute(segmentSyncs.POST, { ...call, key })).status).toBe(400);
});

test("a new way to identify users makes everybody owed again in segments that follow the destination", async () => {
  const of = { ...params, destinationId };
  const { body } = await callRoute(destination.GET, { key, params: of });
  const { version } = body as { version: number };
  const change = { version, identifierKind: "alias", aliasLabel: "heap_id" };
  expect(
    (await callRoute(destination.PATCH, { method: "PATCH", key, params: of, body: change })).status,
  ).toBe(200);

  const shown = await callRoute(segment.GET, { key, params: { ...params, segmentId } });
  expect(shown.body).toMatchObject({ wanted: 2, acked: 0, owed: 2 });
});

test("testing a key without one says what to do", async () => {
  const answer = await callRoute(keyTest.POST, { method: "POST", key, params: { ...params, destinationId } });
  expect(answer).toMatchObject({
    status: 409,
    body: { error: { message: expect.stringContaining("Data Import Key") } },
  });
});

test("while the database is away the answer is 503, never 401 or 404", async () => {
  await loseDatabase();
  for (const route of [customers.GET, segments.GET]) {
    expect(await callRoute(route, { key, params })).toMatchObject({
      status: 503,
      body: { error: { code: "unavailable" } },
    });
  }
});

/** Cuts every connection of this process and sends new ones to a closed port. */
async function loseDatabase(): Promise<void> {
  pool.options.connectionString = "postgresql://nobody@127.0.0.1:1/none";
  const last = await pool.connect();
  await last.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
  last.release(true);
}

/** Two finished batches of three events each, with a delivery each. */
async function fillSource(customerId: string, sourceId: string): Promise<void> {
  for (const place of [1, 2]) {
    const delivery = await prisma.delivery.create({
      data: { customerId, sourceId, heapApp: "us:1", state: "accepted", eventCount: 1, mapping: {} },
    });
    const batch = await prisma.batch.create({
      data: {
        customerId,
        sourceId,
        digest: Buffer.from(`${sourceId}${place}`),
        body: gzipSync("[]"),
        byteSize: 2,
        accepted: 3,
        forwarded: 2,
        filtered: 1,
        state: "done",
      },
    });
    await prisma.event.createMany({
      data: [0, 1, 2].map((index) => ({
        batchId: batch.id,
        index,
        customerId,
        sourceId,
        identity: `user-${index}`,
        type: "users.messages.email.Open",
        outcome: index === 1 ? "filtered" : "forwarded",
        deliveryId: delivery.id,
      })),
    });
  }
}
