import { afterAll, beforeAll, expect, test } from "vitest";
import { pool, prisma } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { createTestDestination, ctxOf, postPage, readMembers } from "@/tools/testing/make-destination";
import { ANNA, erase } from "@/tools/testing/run-erasures";
import { askSync, cohortIn, runToEnd, sentTo, useSandbox } from "@/tools/testing/run-syncs";
import { findStalledErasures } from "./find-stalled-erasures";
import { listErasures } from "./list-erasures";
import { runErasureSlice } from "./run-erasure-slice";

const admin = ctxOf("admin");

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());

test("a member that Braze has leaves the cohort before it is forgotten; one it never got is forgotten at once", async () => {
  const destination = await createTestDestination();
  const { customerId } = destination;
  const held = await postPage(destination, { segment: "1", name: "Held", add: [ANNA, "ben"] });
  await runToEnd(await askSync(destination, held));
  const owed = await postPage(destination, { segment: "2", name: "To sync", add: [ANNA, "ben"] });

  const { id, slice } = await erase(customerId);
  expect(slice).toMatchObject({ done: false, syncs: [{ segmentId: held }] });
  expect((await readMembers(owed)).rows.map((row) => row.key)).toEqual(["ben"]);
  expect((await readMembers(held)).rows).toContainEqual({
    key: ANNA,
    wanted: false,
    acked: true,
    refused: null,
  });

  for (const { syncId } of slice.syncs) await runToEnd(syncId);
  expect([...cohortIn(sandbox, destination, held).sent]).toEqual(["ben"]);
  expect(await runErasureSlice(id)).toMatchObject({ done: true });
  for (const segmentId of [held, owed]) {
    const { rows, counts, realCounts } = await readMembers(segmentId);
    expect(rows.map((row) => row.key)).toEqual(["ben"]);
    expect(counts).toEqual(realCounts);
  }
});

test("a member whom Braze has under two identifiers leaves the cohort under both, before they are forgotten", async () => {
  const destination = await createTestDestination({ identifierKind: "external_id_or_device_id" });
  const segmentId = await postPage(destination, { add: [ANNA, "ben"] });
  await runToEnd(await askSync(destination, segmentId));

  const { id, slice } = await erase(destination.customerId);
  for (const { syncId } of slice.syncs) await runToEnd(syncId);
  expect(sentTo(sandbox, destination, segmentId)).toEqual(["ben", "device:ben"]);
  expect(await runErasureSlice(id)).toMatchObject({ done: true });
  expect((await readMembers(segmentId)).rows.map((row) => row.key)).toEqual(["ben"]);
});

test("a member in a call under way counts as being in Braze: the cohort converges whatever happens to the call", async () => {
  const destination = await createTestDestination();
  const segmentId = await postPage(destination, { add: [ANNA] });
  const { customerId, destinationId } = destination;
  const sync = await prisma.sync.create({
    data: { customerId, destinationId, segmentId, trigger: "manual", requestedBy: "Ada", state: "running" },
  });
  await prisma.push.create({
    data: { customerId, segmentId, syncId: sync.id, adds: 1, removes: 0, userKeys: [ANNA], state: "sending" },
  });
  await erase(customerId);
  const { rows, counts, realCounts } = await readMembers(segmentId);
  expect(rows).toEqual([{ key: ANNA, wanted: false, acked: null, refused: null }]);
  expect(counts).toEqual(realCounts);
});

test("the erasure waits a day for Braze; then the person is forgotten here, and it says what is left to do there", async () => {
  const destination = await createTestDestination();
  const { customerId } = destination;
  const segmentId = await postPage(destination, { add: [ANNA] });
  await runToEnd(await askSync(destination, segmentId));
  await prisma.destination.updateMany({ where: { customerId }, data: { pausedAt: new Date() } });

  const { id, slice } = await erase(customerId);
  expect(slice).toMatchObject({ done: false, syncs: [] });
  expect(slice.waitSeconds).toBeGreaterThan(0);
  await pool.query("UPDATE erasure SET touched_at = now() - interval '1 h' WHERE id = $1", [id]);
  expect((await findStalledErasures()).map(({ erasureId }) => erasureId)).toContain(id);

  await pool.query("UPDATE erasure SET give_up_at = now() - interval '1 s' WHERE id = $1", [id]);
  expect(await runErasureSlice(id)).toMatchObject({ done: true });
  const [view] = (await listErasures(admin, { customerId, limit: 1 })).items;
  expect(view).toMatchObject({ phase: "done", leftInBraze: 1 });
  const { rows, counts, realCounts } = await readMembers(segmentId);
  expect(rows).toEqual([]);
  expect(counts).toEqual(realCounts);
});
