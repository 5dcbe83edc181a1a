import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/lib/kernel/actor";
import { pool } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { createTestDestination, ctxOf, postPage } from "@/tools/testing/make-destination";
import { askSync, passTime, runToEnd, useSandbox } from "@/tools/testing/run-syncs";
import { listPushes } from "./list-pushes";
import { listSyncs } from "./list-syncs";
import { showSync } from "./show-sync";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());

test("syncs are found by segment, state, trigger and time, newest first, with their segment's name", async () => {
  const destination = await createTestDestination();
  const { customerId } = destination;
  const loyal = await postPage(destination, { segment: "1", name: "Loyal", add: ["a"] });
  const trial = await postPage(destination, { segment: "2", name: "Trial", add: ["a"] });
  const first = await askSync(destination, loyal);
  await runToEnd(first);
  const second = await askSync(destination, loyal, "resync");
  const third = await askSync(destination, trial);
  await pool.query("UPDATE sync SET requested_at = '2026-01-01T12:00:00Z' WHERE id = $1", [first]);
  const found = async (wish: object = {}) =>
    (await listSyncs(ctxOf("viewer"), { customerId, limit: 50, ...wish })).items.map((sync) => sync.id);

  expect(await found()).toEqual([third, second, first]);
  expect(await found({ segmentId: loyal })).toEqual([second, first]);
  expect(await found({ q: "TRI" })).toEqual([third]);
  expect(await found({ state: "succeeded" })).toEqual([first]);
  expect(await found({ trigger: "resync" })).toEqual([second]);
  expect(await found({ from: "2026-01-01T12:00:00Z", to: "2026-01-01T12:00:01Z" })).toEqual([first]);
  expect(await found({ to: "2026-01-01T12:00:00Z" })).toEqual([]);

  const page = await listSyncs(ctxOf("viewer"), { customerId, limit: 2 });
  const rest = await listSyncs(ctxOf("viewer"), { customerId, limit: 2, cursor: page.nextCursor ?? "" });
  expect(page.items.map((sync) => sync.segmentName)).toEqual(["Trial", "Loyal"]);
  expect(rest).toMatchObject({ items: [{ id: first }], nextCursor: null });
});

test("syncs that failed one after the other for one cause are one line with their number, across pages", async () => {
  const destination = await createTestDestination();
  const { customerId, destinationId } = destination;
  const segmentId = await postPage(destination, { add: ["a"] });
  await pool.query("DELETE FROM sync WHERE segment_id = $1", [segmentId]);
  const ids: string[] = [];
  for (const error of ["No key", "No key", null, "No key", "No key", "No key", "Other"]) {
    const { rows } = await pool.query<{ id: string }>(
      `INSERT INTO sync (id, customer_id, destination_id, segment_id, trigger, state, requested_by, error, finished_at)
       VALUES ($1, $2, $3, $4, 'delta', $5, 'Heap', $6, now()) RETURNING id`,
      [uuidv7(), customerId, destinationId, segmentId, error ? "failed" : "succeeded", error],
    );
    ids.push(...rows.map(({ id }) => id));
  }
  const all = { customerId, limit: 50 };
  expect((await listSyncs(ctxOf("viewer"), all)).items).toHaveLength(7);

  const first = await listSyncs(ctxOf("viewer"), { ...all, fold: "failures", limit: 2 });
  const rest = await listSyncs(ctxOf("viewer"), { ...all, fold: "failures", cursor: first.nextCursor ?? "" });
  expect([...first.items, ...rest.items].map(({ id, failed }) => [ids.indexOf(id), failed?.times])).toEqual([
    [6, 1],
    [5, 3],
    [2, undefined],
    [1, 2],
  ]);
});

test("a sync is shown with its progress, and its pushes page by page, without their members", async () => {
  const destination = await createTestDestination();
  const { customerId } = destination;
  const segmentId = await postPage(destination, { add: Array.from({ length: 1_500 }, (_, n) => `u${n}`) });
  const syncId = await askSync(destination, segmentId);
  await runToEnd(syncId);

  const sync = await showSync(ctxOf("viewer"), { customerId, syncId });
  expect(sync).toMatchObject({ added: 1_500, pushes: 2, owedAtStart: 1_500 });
  expect(sync.progress).toEqual({
    done: 1_500,
    total: 1_500,
    membersPerSecond: null,
    remainingSeconds: null,
  });

  const newest = await listPushes(ctxOf("viewer"), { customerId, syncId, limit: 1 });
  const oldest = await listPushes(ctxOf("viewer"), {
    customerId,
    syncId,
    limit: 1,
    cursor: newest.nextCursor ?? "",
  });
  expect(newest.items).toMatchObject([{ state: "accepted", adds: 500, removes: 0, status: 201 }]);
  expect(oldest).toMatchObject({ items: [{ adds: 1_000 }], nextCursor: null });
  expect(newest.items[0]).not.toHaveProperty("userKeys");
});

test("a running sync says how fast Braze accepts, measured on its calls", async () => {
  const destination = await createTestDestination();
  const { customerId } = destination;
  const segmentId = await postPage(destination, { add: ["a", "b"] });
  const syncId = await askSync(destination, segmentId);
  await runToEnd(syncId);
  await passTime(syncId);
  await pool.query(
    "UPDATE sync SET state = 'running', finished_at = NULL, owed_at_start = 10, added = 2 WHERE id = $1",
    [syncId],
  );
  await pool.query("UPDATE push SET started_at = now() - interval '4 s' WHERE sync_id = $1", [syncId]);

  const { progress } = await showSync(ctxOf("viewer"), { customerId, syncId });

  expect(progress?.membersPerSecond).toBeGreaterThan(0.4);
  expect(progress?.membersPerSecond).toBeLessThan(0.51);
  expect(progress?.remainingSeconds).toBeGreaterThanOrEqual(16);
});

test("syncs and pushes are for members of the team only", async () => {
  const { customerId } = await createTestDestination();
  const link: Ctx = { actor: { kind: "customer_link", id: "1", name: "Link", customerId, rights: [] } };
  for (const ask of [
    listSyncs(link, { customerId, limit: 9 }),
    showSync(link, { customerId, syncId: customerId }),
    listPushes(link, { customerId, syncId: customerId, limit: 9 }),
  ]) {
    await expect(ask).rejects.toMatchObject({ code: "forbidden" });
  }
});
