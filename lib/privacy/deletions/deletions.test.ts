import { expect, test } from "vitest";
import { startZipping, zipBodiesFor } from "@/lib/forwarding/batches/zip-bodies";
import { pool, prisma } from "@/lib/kernel/database";
import { createTestDestination, ctxOf, postPage } from "@/tools/testing/make-destination";
import { makeSource } from "@/tools/testing/make-source";
import {
  carryOut,
  deletionOf,
  mergeOf,
  requestOf,
  runDeletion,
  stepsOf,
} from "@/tools/testing/run-deletions";
import { ANNA, eventOf } from "@/tools/testing/run-erasures";
import { setUpDeletions } from "@/tools/testing/source-for-deletions";
import { whereIs } from "@/tools/testing/where-is";
import { approveDeletionRequest } from "./approve-deletion-request";
import { closeDeletionRequest } from "./close-deletion-request";
import { liftSuppression } from "./lift-suppression";

const here = setUpDeletions(9_100);
const admin = ctxOf("admin");
const ANNA_IN_BRAZE = "aaaaaaaaaaaaaaaaaaaaaaaa";
const BEN_IN_BRAZE = "bbbbbbbbbbbbbbbbbbbbbbbb";

const app = () => here.sandbox.state.heap.apps.get(here.heapAppId);

async function books() {
  const { rows } = await pool.query(
    `SELECT sum(accepted)::int AS accepted, sum(forwarded)::int AS forwarded, sum(filtered)::int AS filtered,
            sum(quarantined)::int AS quarantined, sum(duplicate)::int AS duplicate, bool_and(state = 'done') AS done
     FROM batch WHERE source_id = $1`,
    [here.source.id],
  );
  return rows[0];
}

const actions = async () =>
  (
    await prisma.auditEntry.findMany({
      where: { customerId: here.source.customerId, subjectKind: "deletion_request" },
      orderBy: { id: "asc" },
    })
  ).map(({ action }) => action);

test("a request that Braze posted is kept with its deadline and waits for a person; nothing is deleted", async () => {
  await here.post(eventOf(ANNA, ANNA_IN_BRAZE), deletionOf(ANNA_IN_BRAZE));

  const request = await requestOf(here.source.customerId);
  expect(request).toMatchObject({ state: "open", startedAt: null, repeats: 0 });
  const month = new Date(request.receivedAt);
  month.setUTCMonth(month.getUTCMonth() + 1);
  expect(request.dueAt).toEqual(month);
  expect(app()?.identities.has(ANNA)).toBe(true);
  expect(await books()).toMatchObject({ accepted: 2, forwarded: 1, filtered: 1, done: true });
});

test("carried out for a source that allows it: erased here, deleted in Heap, the books balanced, nobody else touched", async () => {
  const [anna, annaInBraze] = [`anna-${here.heapAppId}`, `braze-anna-${here.heapAppId}`];
  await carryOut(here.source, here.heapAppId);
  await here.post(eventOf(anna, annaInBraze), eventOf("ben", BEN_IN_BRAZE), deletionOf(annaInBraze));
  const request = await requestOf(here.source.customerId);
  expect(request.state).toBe("under_way");

  await runDeletion(request.id);
  expect(await requestOf(here.source.customerId)).toMatchObject({ state: "done", idsEnc: null });
  expect(await stepsOf(request.id)).toEqual(["here: done", "heap: done", "braze: left"]);
  expect([...(app()?.identities ?? [])]).toEqual(["ben"]);
  expect(await whereIs(pool, anna)).toEqual([]);
  expect(await whereIs(pool, annaInBraze)).toEqual([]);
  expect(await whereIs(pool, "ben")).toContain("batch.body");
  expect(await books()).toMatchObject({ accepted: 3, forwarded: 2, filtered: 1, done: true });
  expect(await actions()).toEqual(
    expect.arrayContaining(["deletion_request.started", "deletion_request.carried_out"]),
  );
});

test("the ids of the person are found in zipped bodies, and erased from them", async () => {
  const [anna, annaInBraze] = [`anna-${here.heapAppId}`, `braze-anna-${here.heapAppId}`];
  await here.post(eventOf(anna, annaInBraze), eventOf("ben", BEN_IN_BRAZE));
  await startZipping();
  while ((await zipBodiesFor(5)) > 0);
  expect(await whereIs(pool, annaInBraze)).toEqual(["batch.body_zip"]);

  await carryOut(here.source, here.heapAppId);
  await here.post(deletionOf(annaInBraze));
  await runDeletion((await requestOf(here.source.customerId)).id);
  expect([...(app()?.identities ?? [])]).toEqual(["ben"]);
  expect(await whereIs(pool, anna)).toEqual([]);
  expect(await whereIs(pool, annaInBraze)).toEqual([]);
});

test("asked for many times, in one batch, later and after the end, one deletion happens", async () => {
  await carryOut(here.source, here.heapAppId);
  await here.post(eventOf(ANNA, ANNA_IN_BRAZE), deletionOf(ANNA_IN_BRAZE), deletionOf(ANNA_IN_BRAZE));
  await here.post(deletionOf(ANNA_IN_BRAZE));
  const request = await requestOf(here.source.customerId);
  await runDeletion(request.id);
  await here.post(deletionOf(ANNA_IN_BRAZE));

  expect(
    await prisma.deletionRequest.findMany({ where: { customerId: here.source.customerId } }),
  ).toMatchObject([{ state: "done", repeats: 3 }]);
  const asked = [...here.sandbox.state.heap.deletions.values()].filter(
    ({ appId }) => appId === here.heapAppId,
  );
  expect(asked).toHaveLength(1);
});

test("a request delivered again by Braze counts as nothing new", async () => {
  const event = deletionOf(ANNA_IN_BRAZE);
  await here.post(event);
  await here.post(event);
  expect(await requestOf(here.source.customerId)).toMatchObject({ repeats: 0 });
});

test("events that come later are filtered, by either id, until an admin allows the person again", async () => {
  await carryOut(here.source, here.heapAppId);
  await here.post(eventOf(ANNA, ANNA_IN_BRAZE), deletionOf(ANNA_IN_BRAZE));
  const request = await requestOf(here.source.customerId);
  await runDeletion(request.id);

  await here.post(
    eventOf(ANNA, "somebody-new"),
    eventOf("another-name", ANNA_IN_BRAZE),
    eventOf("ben", BEN_IN_BRAZE),
  );
  expect(await prisma.event.count({ where: { sourceId: here.source.id, reason: "erased on request" } })).toBe(
    2,
  );
  expect([...(app()?.identities ?? [])]).toEqual(["ben"]);

  const place = { customerId: here.source.customerId, deletionRequestId: request.id };
  await liftSuppression(admin, place);
  await liftSuppression(admin, place);
  expect((await actions()).filter((action) => action === "deletion_request.lifted")).toHaveLength(1);
  await here.post(eventOf(ANNA, ANNA_IN_BRAZE));
  expect([...(app()?.identities ?? [])].sort()).toEqual([ANNA, "ben"]);

  await here.post(deletionOf(ANNA_IN_BRAZE));
  expect(await prisma.deletionRequest.count({ where: { customerId: here.source.customerId } })).toBe(2);
});

test("an external id that is another Braze user's too stops the deletion before anything is erased", async () => {
  await carryOut(here.source, here.heapAppId);
  await here.post(eventOf(ANNA, ANNA_IN_BRAZE), eventOf(ANNA, BEN_IN_BRAZE), deletionOf(ANNA_IN_BRAZE));
  const request = await requestOf(here.source.customerId);
  await runDeletion(request.id);

  expect(await requestOf(here.source.customerId)).toMatchObject({
    state: "failed",
    words: expect.stringContaining("also belongs to another"),
  });
  expect(app()?.identities.has(ANNA)).toBe(true);
  expect(await prisma.erasure.count({ where: { customerId: here.source.customerId } })).toBe(0);
});

test.each([null, "[REDACTED]", "639a35d192b0df004d06514c"])(
  "a request about nobody (%s) is refused and said",
  async (id) => {
    await carryOut(here.source, here.heapAppId);
    await here.post(deletionOf(id));
    expect(await requestOf(here.source.customerId)).toMatchObject({ state: "refused", idsEnc: null });
  },
);

test("a request that waits can be refused, and then cannot be started", async () => {
  await here.post(deletionOf(ANNA_IN_BRAZE));
  const place = {
    customerId: here.source.customerId,
    deletionRequestId: (await requestOf(here.source.customerId)).id,
  };
  await closeDeletionRequest(admin, { ...place, as: "refused", reason: "The user took it back" });
  await expect(approveDeletionRequest(admin, place)).rejects.toMatchObject({ code: "conflict" });
});

test("a segment that names the deleted person later does not take them in, and says so", async () => {
  const destination = await createTestDestination();
  here.source = await makeSource({ heapAppId: here.heapAppId, customerId: destination.customerId });
  await carryOut(here.source, here.heapAppId);
  await here.post(eventOf(ANNA, ANNA_IN_BRAZE), deletionOf(ANNA_IN_BRAZE));
  await runDeletion((await requestOf(destination.customerId)).id);

  const segmentId = await postPage(destination, { add: [ANNA, "ben"] });
  expect(await prisma.member.findMany({ where: { segmentId } })).toMatchObject([{ userKey: "ben" }]);
  expect(await prisma.page.findFirst({ where: { segmentId } })).toMatchObject({
    reason: "1 user left out: erased on request.",
  });

  await postPage(destination, { remove: [ANNA, "carl"] });
  expect(await prisma.member.findMany({ where: { segmentId }, orderBy: { userKey: "asc" } })).toMatchObject([
    { userKey: "ben", wanted: true },
    { userKey: "carl", wanted: false },
  ]);
});

test("who is still a member while the deletion has stopped leaves when Heap says so", async () => {
  const destination = await createTestDestination();
  here.source = await makeSource({ heapAppId: here.heapAppId, customerId: destination.customerId });
  const segmentId = await postPage(destination, { add: [ANNA_IN_BRAZE, "ben"] });
  await carryOut(here.source, here.heapAppId);
  await here.post(eventOf(ANNA, ANNA_IN_BRAZE), eventOf(ANNA, BEN_IN_BRAZE), deletionOf(ANNA_IN_BRAZE));
  await runDeletion((await requestOf(destination.customerId)).id);

  await postPage(destination, { remove: [ANNA_IN_BRAZE] });
  expect(await prisma.member.findMany({ where: { segmentId }, orderBy: { userKey: "asc" } })).toMatchObject([
    { userKey: ANNA_IN_BRAZE, wanted: false },
    { userKey: "ben", wanted: true },
  ]);
});

test("a merge is kept with both ids, and a deletion reaches who was merged into the person", async () => {
  await carryOut(here.source, here.heapAppId);
  await here.post(
    eventOf("anna-before", "cccccccccccccccccccccccc"),
    mergeOf("cccccccccccccccccccccccc", ANNA_IN_BRAZE),
  );
  await here.post(eventOf(ANNA, ANNA_IN_BRAZE), deletionOf(ANNA_IN_BRAZE));
  expect(
    await prisma.identityChange.findMany({ where: { customerId: here.source.customerId } }),
  ).toMatchObject([{ goneId: "cccccccccccccccccccccccc", staysId: ANNA_IN_BRAZE }]);
  await runDeletion((await requestOf(here.source.customerId)).id);
  expect(app()?.identities.size).toBe(0);
  expect(await prisma.identityChange.count({ where: { customerId: here.source.customerId } })).toBe(0);
  expect(await whereIs(pool, "anna-before")).toEqual([]);
});

test("a merge of a placeholder is none, so a deletion does not reach the people behind it", async () => {
  await carryOut(here.source, here.heapAppId);
  await here.post(
    eventOf("innocent", "null"),
    mergeOf("null", ANNA_IN_BRAZE),
    mergeOf("[REDACTED]", ANNA_IN_BRAZE),
  );
  await here.post(eventOf(ANNA, ANNA_IN_BRAZE), deletionOf(ANNA_IN_BRAZE));
  await runDeletion((await requestOf(here.source.customerId)).id);

  expect(app()?.identities.has("innocent")).toBe(true);
  expect(app()?.identities.has(ANNA)).toBe(false);
});

test("ids longer than any identity name nobody, and hold nothing up", async () => {
  const long = Array.from({ length: 1_500 }, (_, place) => String.fromCharCode(0x4e00 + place)).join("");
  await here.post(
    mergeOf(long, ANNA_IN_BRAZE),
    mergeOf(ANNA_IN_BRAZE, long),
    deletionOf(long),
    eventOf("ben", BEN_IN_BRAZE),
  );

  expect(await books()).toMatchObject({ accepted: 4, forwarded: 1, filtered: 3, done: true });
  expect(await prisma.identityChange.count({ where: { customerId: here.source.customerId } })).toBe(0);
  expect(await requestOf(here.source.customerId)).toMatchObject({ state: "refused", idsEnc: null });
});

test("a merge that Braze tells after the deletion keeps no id of the person, whichever of the two they are", async () => {
  await carryOut(here.source, here.heapAppId);
  await here.post(eventOf(ANNA, ANNA_IN_BRAZE), deletionOf(ANNA_IN_BRAZE));
  await runDeletion((await requestOf(here.source.customerId)).id);

  await here.post(mergeOf(ANNA_IN_BRAZE, BEN_IN_BRAZE), mergeOf(BEN_IN_BRAZE, ANNA_IN_BRAZE));
  expect(await prisma.identityChange.count({ where: { customerId: here.source.customerId } })).toBe(0);
  const merges = await prisma.event.findMany({
    where: { sourceId: here.source.id, type: "users.UserOrphan" },
  });
  expect(merges).toMatchObject([{ reason: "erased on request" }, { reason: "erased on request" }]);
});
