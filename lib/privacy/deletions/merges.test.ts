import { expect, test } from "vitest";
import { pool, prisma } from "@/lib/kernel/database";
import { applyRetention } from "@/lib/privacy/retention/apply-retention";
import { ctxOf } from "@/tools/testing/make-destination";
import { carryOut, deletionOf, mergeOf, requestOf, runDeletion } from "@/tools/testing/run-deletions";
import { eventOf } from "@/tools/testing/run-erasures";
import { setUpDeletions } from "@/tools/testing/source-for-deletions";
import { whereIs } from "@/tools/testing/where-is";
import { liftSuppression } from "./lift-suppression";

const here = setUpDeletions(9_400);
const RETENTION = { bodyDays: 14, outcomeDays: 90 };

const inHeap = () => [...(here.sandbox.state.heap.apps.get(here.heapAppId)?.identities ?? [])].sort();
const merges = () => prisma.identityChange.count({ where: { customerId: here.source.customerId } });

test("more merged users than one deletion takes stop it with the limit and what to do, and nobody is deleted or suppressed", async () => {
  await carryOut(here.source, here.heapAppId);
  const gone = Array.from({ length: 50 }, (_, place) => `gone-${place}`);
  await here.post(eventOf("ada", "b-ada"), ...gone.map((id) => mergeOf(id, "b-ada")));
  await here.post(deletionOf("b-ada"));
  const { id } = await requestOf(here.source.customerId);
  await runDeletion(id);

  expect(await requestOf(here.source.customerId)).toMatchObject({
    state: "failed",
    startedAt: null,
    words: expect.stringContaining("50"),
  });
  expect(inHeap()).toEqual(["ada"]);
  expect(await prisma.suppression.count({ where: { customerId: here.source.customerId } })).toBe(0);
  expect(await merges()).toBe(50);
});

test("as many merged users as one deletion takes are all deleted, here and in Heap", async () => {
  await carryOut(here.source, here.heapAppId);
  const gone = Array.from({ length: 49 }, (_, place) => `gone.${place}.x`);
  await here.post(
    eventOf("ada.x", "b-ada.x"),
    ...gone.flatMap((id) => [eventOf(`external-${id}`, id), mergeOf(id, "b-ada.x")]),
  );
  await here.post(deletionOf("b-ada.x"));
  await runDeletion((await requestOf(here.source.customerId)).id);

  expect(await requestOf(here.source.customerId)).toMatchObject({ state: "done" });
  expect(inHeap()).toEqual([]);
  const rest = [...gone, ...gone.map((id) => `external-${id}`), "ada.x"];
  for (const id of [rest[0], rest[48], rest[98]]) expect(await whereIs(pool, String(id))).toEqual([]);
  expect(await prisma.erasure.count({ where: { customerId: here.source.customerId, phase: "done" } })).toBe(
    100,
  );
});

test("a merge is kept by when it was received, whatever time its sender says", async () => {
  await here.post({ ...mergeOf("b-gone", "b-ada"), time: 1_000_000_000 });
  await applyRetention(RETENTION);
  expect(await merges()).toBe(1);

  const age = "UPDATE batch SET received_at = now() - interval '91 days' WHERE source_id = $1";
  await pool.query(age, [here.source.id]);
  await applyRetention(RETENTION);
  expect(await merges()).toBe(0);
});

test("merges stay as long as a deletion of the customer has not begun that may need them", async () => {
  await here.post(
    eventOf("before", "b-gone"),
    mergeOf("b-gone", "b-ada"),
    eventOf("ada", "b-ada"),
    deletionOf("b-ada"),
  );
  await pool.query("UPDATE batch SET received_at = now() - interval '91 days' WHERE source_id = $1", [
    here.source.id,
  ]);
  await applyRetention({ bodyDays: 999, outcomeDays: 90 });
  expect(await merges()).toBe(1);

  await prisma.deletionRequest.updateMany({
    where: { customerId: here.source.customerId },
    data: { state: "refused", idsEnc: null, finishedAt: new Date() },
  });
  await applyRetention({ bodyDays: 999, outcomeDays: 90 });
  expect(await merges()).toBe(0);
});

test("a merge in a quarantined event is kept by a replay, once, and a deletion reaches who is gone", async () => {
  await carryOut(here.source, here.heapAppId);
  const of = (workspace: string, event: object) => ({
    ...event,
    properties: { ...(event as { properties?: object }).properties, app_group_id: workspace },
  });
  await here.post(of("first", eventOf("before", "b-gone")), of("first", eventOf("ada", "b-ada")));
  await here.post(of("second", mergeOf("b-gone", "b-ada")));
  expect(await merges()).toBe(0);

  await prisma.source.update({ where: { id: here.source.id }, data: { appGroupId: null } });
  await here.replay("quarantined");
  await here.replay("filtered");
  expect(await merges()).toBe(1);

  await here.post(deletionOf("b-ada"));
  await runDeletion((await requestOf(here.source.customerId)).id);
  expect(inHeap()).toEqual([]);
});

test("a merge of a suppressed person is kept by a replay once they are allowed again", async () => {
  await carryOut(here.source, here.heapAppId);
  await here.post(deletionOf("b-ada"));
  const { id } = await requestOf(here.source.customerId);
  await runDeletion(id);
  await here.post(mergeOf("b-gone", "b-ada"));
  expect(await merges()).toBe(0);

  await liftSuppression(ctxOf("admin"), { customerId: here.source.customerId, deletionRequestId: id });
  await here.replay("filtered");
  expect(await merges()).toBe(1);
});
