import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/lib/kernel/actor";
import { pool } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { createTestDestination, ctxOf, postPage, readMembers } from "@/tools/testing/make-destination";
import { askSync, cohortIn, readSync, runToEnd, useSandbox } from "@/tools/testing/run-syncs";
import { cancelSync } from "./cancel-sync";
import { findStalledSyncs } from "./find-stalled-syncs";
import { listPushes } from "./list-pushes";
import { listSyncs } from "./list-syncs";
import { queueOwedSyncs } from "./queue-owed-syncs";
import { requestSync } from "./request-sync";
import { runSyncSlice } from "./run-sync-slice";
import { showSync } from "./show-sync";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());

async function setUp() {
  const destination = await createTestDestination();
  const segmentId = await postPage(destination, { add: ["a", "b"] });
  return { destination, segmentId, wish: { customerId: destination.customerId, segmentId } };
}

test("many simultaneous requests get the same sync; one person who presses often has one audit entry", async () => {
  const { destination, wish } = await setUp();
  const ada = ctxOf();

  const queued = await Promise.all(
    Array.from({ length: 6 }, () => requestSync(ada, { ...wish, trigger: "manual" })),
  );

  expect(new Set(queued.map((sync) => sync.syncId)).size).toBe(1);
  expect(queued.filter((sync) => sync.joined)).toHaveLength(5);
  const { rows } = await pool.query(
    "SELECT FROM audit_entry WHERE customer_id = $1 AND action = 'sync.requested'",
    [destination.customerId],
  );
  expect(rows).toHaveLength(1);

  await requestSync(ctxOf(), { ...wish, trigger: "manual" });
  const { rowCount } = await pool.query(
    "SELECT FROM audit_entry WHERE customer_id = $1 AND action = 'sync.requested'",
    [destination.customerId],
  );
  expect(rowCount).toBe(2);
});

test("a resync that joins still forgets what Braze has", async () => {
  const { destination, segmentId, wish } = await setUp();
  await runToEnd(await askSync(destination, segmentId));
  const first = await requestSync(ctxOf(), { ...wish, trigger: "manual" });

  const second = await requestSync(ctxOf(), { ...wish, trigger: "resync" });

  expect(second).toEqual({ ...first, joined: true });
  const members = await readMembers(segmentId);
  expect(members.owed).toEqual(["a", "b"]);
  expect(members.counts).toEqual({ wanted: 2, acked: 0 });
});

test("a segment that is off or paused is not synced, and the refusal says what to do", async () => {
  const { destination, segmentId, wish } = await setUp();
  const ask = () => requestSync(ctxOf(), { ...wish, trigger: "manual" });

  await pool.query("UPDATE segment SET mode = 'off' WHERE id = $1", [segmentId]);
  await expect(ask()).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("set it to"),
  });

  await pool.query("UPDATE segment SET mode = 'manual' WHERE id = $1", [segmentId]);
  await pool.query("UPDATE destination SET paused_at = now() WHERE id = $1", [destination.destinationId]);
  await expect(ask()).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("resume") });
});

test("a customer's link may press Sync now for its own segments only; a viewer may not", async () => {
  const { wish } = await setUp();
  const link = (customerId: string): Ctx => ({
    actor: { kind: "customer_link", id: uuidv7(), name: "Status page", customerId, rights: ["sync"] },
  });

  await expect(requestSync(ctxOf("viewer"), { ...wish, trigger: "manual" })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(requestSync(link(uuidv7()), { ...wish, trigger: "manual" })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(requestSync(link(wish.customerId), { ...wish, trigger: "resync" })).rejects.toMatchObject({
    code: "forbidden",
  });
  expect(await requestSync(link(wish.customerId), { ...wish, trigger: "manual" })).toMatchObject({
    joined: false,
  });
});

test("another customer's segments and syncs are not found", async () => {
  const { destination, segmentId } = await setUp();
  const { customerId } = await createTestDestination();
  const syncId = await askSync(destination, segmentId);
  const missing = { code: "not_found" };

  await expect(requestSync(ctxOf(), { customerId, segmentId, trigger: "manual" })).rejects.toMatchObject(
    missing,
  );
  await expect(cancelSync(ctxOf(), { customerId, syncId })).rejects.toMatchObject(missing);
  await expect(showSync(ctxOf(), { customerId, syncId })).rejects.toMatchObject(missing);
  await expect(listPushes(ctxOf(), { customerId, syncId, limit: 9 })).rejects.toMatchObject(missing);
  expect((await listSyncs(ctxOf(), { customerId, limit: 9 })).items).toEqual([]);
});

test("a waiting sync is cancelled at once, a running one before its next call; the rest stays owed", async () => {
  const { destination, segmentId } = await setUp();
  const { customerId } = destination;
  const waiting = await askSync(destination, segmentId);
  expect(await cancelSync(ctxOf(), { customerId, syncId: waiting })).toEqual({ state: "cancelled" });

  await postPage(destination, { add: Array.from({ length: 12_000 }, (_, index) => `u${index}`) });
  const running = await askSync(destination, segmentId);
  sandbox.state.faults.add({ target: "braze.users", mode: "latency", latencyMs: 300, count: 12 });
  const slice = runSyncSlice(running);
  while (cohortIn(sandbox, destination, segmentId).name === null)
    await new Promise((done) => setTimeout(done, 5));
  expect(await cancelSync(ctxOf(), { customerId, syncId: running })).toEqual({ state: "running" });
  await slice;
  await runToEnd(running);

  expect(await readSync(running)).toMatchObject({ state: "cancelled", error: "Cancelled on request." });
  expect((await readMembers(segmentId)).owed.length).toBeGreaterThanOrEqual(4_000);
  await expect(cancelSync(ctxOf(), { customerId, syncId: running })).rejects.toMatchObject({
    code: "conflict",
  });
});

test("a running sync stops when its destination is paused", async () => {
  const { destination, segmentId } = await setUp();
  const syncId = await askSync(destination, segmentId);
  await pool.query("UPDATE destination SET paused_at = now() WHERE id = $1", [destination.destinationId]);

  await runToEnd(syncId);

  expect(await readSync(syncId)).toMatchObject({ state: "cancelled", error: "The destination was paused." });
});

test("after a pause what is owed is synced at once, and only once", async () => {
  const { destination, segmentId } = await setUp();
  const { customerId, destinationId } = destination;
  await pool.query("UPDATE destination SET paused_at = now() WHERE id = $1", [destinationId]);
  expect(await queueOwedSyncs(customerId)).toEqual([]);

  await pool.query("UPDATE destination SET paused_at = NULL WHERE id = $1", [destinationId]);
  const queued = await queueOwedSyncs(customerId);
  expect(queued).toEqual([{ syncId: expect.any(String), segmentId, customerId }]);
  expect(await queueOwedSyncs(customerId)).toEqual([]);

  await runToEnd(queued[0]?.syncId ?? "");
  expect(cohortIn(sandbox, destination, segmentId).sent).toEqual(new Set(["a", "b"]));
  expect(await queueOwedSyncs(customerId)).toEqual([]);
});

test("a resync that joins a running sync has everybody ahead of it again, and the progress says so", async () => {
  const { destination, segmentId, wish } = await setUp();
  const syncId = await askSync(destination, segmentId);
  await pool.query(
    "UPDATE sync SET state = 'running', started_at = now(), owed_at_start = 2, added = 2 WHERE id = $1",
    [syncId],
  );
  await pool.query("UPDATE member SET acked = true WHERE segment_id = $1", [segmentId]);

  await requestSync(ctxOf(), { ...wish, trigger: "resync" });

  const { progress } = await showSync(ctxOf(), { customerId: destination.customerId, syncId });
  expect(progress).toMatchObject({ done: 2, total: 4 });
});

test("a sync that is silent but waits for nothing is stalled", async () => {
  const { destination, segmentId } = await setUp();
  const syncId = await askSync(destination, segmentId);
  const isStalled = async () => (await findStalledSyncs()).some((sync) => sync.syncId === syncId);
  expect(await isStalled()).toBe(false);

  await pool.query("UPDATE sync SET touched_at = now() - interval '3 min' WHERE id = $1", [syncId]);
  expect(await isStalled()).toBe(true);

  await pool.query("UPDATE sync SET state = 'running', retry_at = now() + interval '1 min' WHERE id = $1", [
    syncId,
  ]);
  expect(await isStalled()).toBe(false);
});
