import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { pool, prisma } from "@/lib/kernel/database";
import { encryptSecret } from "@/lib/kernel/secrets/encrypt";
import { runErasureSlice } from "@/lib/privacy/erasures/run-erasure-slice";
import { brazeIdOf } from "@/sandbox/braze/delete-users";
import { registerWorkspace } from "@/sandbox/braze/state";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { createTestDestination, ctxOf } from "@/tools/testing/make-destination";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import { asOwner } from "@/tools/testing/owner";
import {
  carryOut,
  deletionOf,
  passDeletionTime,
  requestOf,
  runDeletion,
  stepsOf,
} from "@/tools/testing/run-deletions";
import { ANNA, eventOf } from "@/tools/testing/run-erasures";
import { useSandbox } from "@/tools/testing/run-syncs";
import { approveDeletionRequest } from "./approve-deletion-request";
import { closeDeletionRequest } from "./close-deletion-request";
import { findStalledDeletions } from "./find-stalled-deletions";
import { runDeletionSlice } from "./run-deletion-slice";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());

let appNumber = 9_200;
let source: TestSource;
const admin = ctxOf("admin");
const ANNA_IN_BRAZE = "aaaaaaaaaaaaaaaaaaaaaaaa";
const BEN_IN_BRAZE = "bbbbbbbbbbbbbbbbbbbbbbbb";

beforeEach(async () => {
  sandbox.state.faults.clear();
  source = await makeSource({ heapAppId: String(++appNumber) });
});

const forward = () => forwardSlice(`sandbox:${appNumber}`);
const app = () => sandbox.state.heap.apps.get(String(appNumber));

/** Posts events and forwards them. */
async function post(...events: unknown[]): Promise<void> {
  await sendBatch(source, events);
  await forward();
}

async function _books() {
  const { rows } = await pool.query(
    `SELECT sum(accepted)::int AS accepted, sum(forwarded)::int AS forwarded, sum(filtered)::int AS filtered,
            sum(quarantined)::int AS quarantined, sum(duplicate)::int AS duplicate, bool_and(state = 'done') AS done
     FROM batch WHERE source_id = $1`,
    [source.id],
  );
  return rows[0];
}

const actions = async () =>
  (
    await prisma.auditEntry.findMany({
      where: { customerId: source.customerId, subjectKind: "deletion_request" },
      orderBy: { id: "asc" },
    })
  ).map(({ action }) => action);

test("two processes at once delete once, and one that was killed is continued from where it was", async () => {
  await carryOut(source, String(appNumber));
  await post(eventOf(ANNA, ANNA_IN_BRAZE), deletionOf(ANNA_IN_BRAZE));
  const { id } = await requestOf(source.customerId);
  // The answer to the first call is lost with its process: Heap has the request, the row does not know.
  sandbox.state.faults.add({ target: "heap.user_deletion", mode: "drop_after", count: 1 });
  await Promise.all([runDeletion(id), runDeletion(id)]);

  expect(await requestOf(source.customerId)).toMatchObject({ state: "done", idsEnc: null });
  expect(await stepsOf(id)).toEqual(["here: done", "heap: done", "braze: left"]);
  expect(app()?.identities.size).toBe(0);
  const names = await actions();
  for (const once of ["deletion_request.started", "deletion_request.carried_out"]) {
    expect(names.filter((action) => action === once)).toHaveLength(1);
  }
  const erasures = await prisma.erasure.findMany({ where: { deletionRequestId: id } });
  expect(erasures.map(({ phase }) => phase)).toEqual(["done", "done"]);
});

test("a deletion that nobody has begun, or whose process died, is sent again by the sweep", async () => {
  await carryOut(source, String(appNumber));
  await post(deletionOf(ANNA_IN_BRAZE));
  const { id } = await requestOf(source.customerId);
  const isStalled = async () =>
    (await findStalledDeletions()).some(({ deletionRequestId }) => deletionRequestId === id);
  expect(await isStalled()).toBe(true);
  await runDeletionSlice(id);
  expect(await isStalled()).toBe(false);
  await pool.query(
    "UPDATE deletion_request SET touched_at = now() - interval '5 min', next_at = now() - interval '5 min' WHERE id = $1",
    [id],
  );
  expect(await isStalled()).toBe(true);
});

test("failures of Heap are tried again with the same result: 429, 500, no answer, an answer lost after the deletion", async () => {
  await carryOut(source, String(appNumber));
  await post(eventOf(ANNA, ANNA_IN_BRAZE), deletionOf(ANNA_IN_BRAZE));
  for (const fault of [
    { target: "heap.auth_token", mode: "status", status: 429 },
    { target: "heap.user_deletion", mode: "status", status: 500 },
    { target: "heap.user_deletion", mode: "drop_before" },
    { target: "heap.user_deletion", mode: "drop_after" },
    { target: "heap.deletion_status", mode: "status", status: 503 },
  ] as const) {
    sandbox.state.faults.add({ ...fault, count: 1 });
  }
  const request = await requestOf(source.customerId);
  await runDeletion(request.id);
  expect(await stepsOf(request.id)).toContain("heap: done");
  expect(app()?.identities.size).toBe(0);
});

test("a wrong Heap key fails the request and says what to do; with the right one it is tried again", async () => {
  await carryOut(source, "1");
  await post(eventOf(ANNA, ANNA_IN_BRAZE), deletionOf(ANNA_IN_BRAZE));
  const request = await requestOf(source.customerId);
  await runDeletion(request.id);
  expect(await requestOf(source.customerId)).toMatchObject({ state: "failed" });
  expect(await stepsOf(request.id)).toContain("heap: failed");

  await carryOut(source, String(appNumber));
  await approveDeletionRequest(admin, { customerId: source.customerId, deletionRequestId: request.id });
  await runDeletion(request.id);
  expect(await requestOf(source.customerId)).toMatchObject({ state: "done", idsEnc: null });
  expect(app()?.identities.size).toBe(0);
  expect(
    JSON.stringify(await prisma.auditEntry.findMany({ where: { customerId: source.customerId } })),
  ).not.toContain("heap-key");
});

test("an app id that Heap does not know, and a source without a key, fail the request", async () => {
  await post(eventOf(ANNA, ANNA_IN_BRAZE), deletionOf(ANNA_IN_BRAZE));
  const request = await requestOf(source.customerId);
  const place = { customerId: source.customerId, deletionRequestId: request.id };
  await approveDeletionRequest(admin, place);
  await runDeletion(request.id);
  expect(await stepsOf(request.id)).toContain("heap: failed");

  await closeDeletionRequest(admin, { ...place, as: "done", reason: "Deleted in Heap by hand" });
  expect(await requestOf(source.customerId)).toMatchObject({ state: "done", idsEnc: null });
});

test("Braze deletes the person too where a key may do that, and a key that may not is no fault", async () => {
  const destination = await createTestDestination();
  const { customerId, destinationId, workspaceKey } = destination;
  source = await makeSource({ heapAppId: String(appNumber), customerId });
  const restApiKey = workspaceKey.replace("sandbox-", "sandbox-rest-");
  await prisma.destination.update({
    where: { id: destinationId },
    data: { restApiKeyEnc: encryptSecret(restApiKey, { customerId, field: "rest_api_key" }) },
  });
  const brazeId = brazeIdOf(workspaceKey, ANNA);
  await carryOut(source, String(appNumber));
  await post(eventOf(ANNA, brazeId), deletionOf(brazeId));
  const request = await requestOf(customerId);
  await runDeletion(request.id);
  expect(await stepsOf(request.id)).toEqual(["here: done", "heap: done", "braze: done"]);
  const workspace = registerWorkspace(sandbox.state.braze, workspaceKey);
  expect([...workspace.deleted]).toEqual([brazeId]);

  workspace.mayDelete = false;
  await post(eventOf("ben", BEN_IN_BRAZE), deletionOf(BEN_IN_BRAZE));
  const second = await prisma.deletionRequest.findFirstOrThrow({ where: { customerId, state: "under_way" } });
  await runDeletion(second.id);
  expect(await stepsOf(second.id)).toEqual(["here: done", "heap: done", "braze: left"]);
  expect(await prisma.deletionRequest.findUnique({ where: { id: second.id } })).toMatchObject({
    state: "done",
  });
});

test("a call that a replay has out holds the deletion in Heap until the call has ended", async () => {
  await carryOut(source, String(appNumber));
  await post(eventOf(ANNA, ANNA_IN_BRAZE), deletionOf(ANNA_IN_BRAZE));
  const request = await requestOf(source.customerId);
  const [call] = await prisma.delivery.findMany({ where: { sourceId: source.id } });
  if (!call) throw new Error("there was no call");
  await prisma.delivery.update({ where: { id: call.id }, data: { state: "sending", finishedAt: null } });
  for (let slice = 0; slice < 10; slice++) {
    await passDeletionTime(request.id);
    for (const { erasureId } of (await runDeletionSlice(request.id)).erasures)
      await runErasureSlice(erasureId);
  }
  expect(await stepsOf(request.id)).toContain("heap: waiting");
  expect(app()?.identities.has(ANNA)).toBe(true);

  const data = { state: "accepted", finishedAt: new Date() } as const;
  await prisma.delivery.update({ where: { id: call.id }, data });
  await runDeletion(request.id);
  expect(await stepsOf(request.id)).toContain("heap: done");
});

test("a request that throws again and again fails with what to do, holds up no other, and can be tried again", async () => {
  await carryOut(source, String(appNumber));
  await post(deletionOf(ANNA_IN_BRAZE));
  const { id, idsEnc } = await requestOf(source.customerId);
  await prisma.deletionRequest.update({ where: { id }, data: { idsEnc: "unreadable" } });
  for (let count = 0; count < 10; count++) {
    await expect(runDeletionSlice(id)).rejects.toThrow();
    await pool.query("UPDATE open_slice SET begun_at = now() - interval '1 h' WHERE subject_id = $1", [id]);
  }
  expect(await runDeletionSlice(id)).toMatchObject({ done: true });
  const words = expect.stringMatching(
    /^This was interrupted 10 times in a row.* Ask the operator of Tributary/,
  );
  expect(await prisma.deletionRequest.findUniqueOrThrow({ where: { id } })).toMatchObject({
    state: "failed",
    words,
  });

  await prisma.deletionRequest.update({ where: { id }, data: { idsEnc } });
  await approveDeletionRequest(admin, { customerId: source.customerId, deletionRequestId: id });
  await runDeletion(id);
  expect(await prisma.deletionRequest.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: "done" });
});

test("a step that throws holds up no other step", async () => {
  await carryOut(source, String(appNumber));
  await post(eventOf(ANNA, ANNA_IN_BRAZE), deletionOf(ANNA_IN_BRAZE));
  const { id } = await requestOf(source.customerId);
  await asOwner(
    `ALTER TABLE erasure ADD CONSTRAINT none CHECK (customer_id <> '${source.customerId}') NOT VALID`,
  );
  for (let count = 0; count < 20; count++) {
    await passDeletionTime(id);
    await runDeletionSlice(id).catch(() => undefined);
    await pool.query("DELETE FROM open_slice WHERE subject_id = $1", [id]);
  }
  await asOwner("ALTER TABLE erasure DROP CONSTRAINT none");
  expect(await stepsOf(id)).toEqual(expect.arrayContaining(["here: waiting", "heap: done"]));

  await runDeletion(id);
  expect(await stepsOf(id)).toEqual(expect.arrayContaining(["here: done", "heap: done"]));
});
