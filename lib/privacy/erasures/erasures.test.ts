import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { requestReplay } from "@/lib/forwarding/replays/request-replay";
import { addAlertNote } from "@/lib/insight/alerts/add-alert-note";
import { openAlert } from "@/lib/kernel/alerts/open-alert";
import { inTransaction, pool, prisma } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { leaveSlicesOpen } from "@/tools/testing/leave-slices-open";
import {
  createTestDestination,
  ctxOf,
  postPage,
  readMembers,
  type TestDestination,
} from "@/tools/testing/make-destination";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import { systemCtx } from "@/tools/testing/make-team";
import { ANNA, erase, eventOf } from "@/tools/testing/run-erasures";
import { askSync, runToEnd, useSandbox } from "@/tools/testing/run-syncs";
import { whereIs } from "@/tools/testing/where-is";
import { listErasures } from "./list-erasures";
import { previewErasure } from "./preview-erasure";
import { requestErasure } from "./request-erasure";
import { runErasureSlice } from "./run-erasure-slice";

const admin = ctxOf("admin");

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());

let appNumber = 7_400;
let source: TestSource;
beforeEach(async () => {
  sandbox.state.faults.clear();
  source = await makeSource({ heapAppId: String(++appNumber) });
});

const forward = () => forwardSlice(`sandbox:${appNumber}`);

test("nothing kept for a customer names the person any more, in any column of any table", async () => {
  const identity = `${randomUUID()}@example.com`;
  const destination = await createTestDestination();
  const { customerId } = destination;
  await prisma.source.update({
    where: { id: source.id },
    data: { customerId, allowedIdentities: [identity] },
  });
  await pool.query("UPDATE batch SET customer_id = $2 WHERE source_id = $1", [source.id, customerId]);
  await sendBatch(source, [eventOf(identity), eventOf("ben")]);
  await forward();
  await sendBatch(source, [eventOf("ben"), eventOf(identity)]);
  const segmentId = await postPage(destination, { add: [identity, "ben"] });
  await runToEnd(await askSync(destination, segmentId));
  await requestReplay(systemCtx, { customerId, sourceId: source.id, outcome: "forwarded", identity });
  await inTransaction((sql) =>
    openAlert(sql, {
      customerId,
      kind: "quarantine",
      subject: source.id,
      message: "Many events are held back.",
      nextAction: "Look at them.",
      sample: `an event of ${identity}.`,
    } as never),
  );
  const { id: alertId } = await prisma.alert.findFirstOrThrow({ where: { customerId } });
  await addAlertNote(systemCtx, { customerId, alertId, text: `It began with ${identity}.` });
  expect((await whereIs(pool, identity)).length).toBeGreaterThan(5);

  const { id, slice } = await erase(customerId, identity);
  expect(slice.done).toBe(false);
  for (const { syncId } of slice.syncs) await runToEnd(syncId);
  expect(await runErasureSlice(id)).toMatchObject({ done: true });

  // The log, which can only grow, records who requested the replay, with a fingerprint.
  expect(await whereIs(pool, identity)).toEqual([]);
  const [view] = (await listErasures(ctxOf("viewer"), { customerId, limit: 1 })).items;
  expect(view).toMatchObject({ phase: "done", events: 2, pages: 1, members: 1, leaving: 0, leftInBraze: 0 });
  expect(view?.mentions).toBeGreaterThanOrEqual(2);
  expect(view?.done).toBe(view?.total);
});

test("a preview that takes too long answers with what it has counted, however many segments there are", async () => {
  const destination = await createTestDestination();
  for (const segment of ["1", "2"]) await postPage(destination, { segment, add: [ANNA] });
  let nowMs = Date.now();
  const clock = vi.spyOn(Date, "now").mockImplementation(() => {
    nowMs += 10_000;
    return nowMs;
  });
  try {
    const preview = await previewErasure(admin, { customerId: destination.customerId, identity: ANNA });
    expect(preview).toMatchObject({ exact: { members: 1 }, isComplete: false });
  } finally {
    clock.mockRestore();
  }
});

test("the preview counts what the erasure then erases, exact matches and variants apart, and changes nothing", async () => {
  const destination = await createTestDestination();
  const { customerId } = destination;
  await prisma.source.update({ where: { id: source.id }, data: { customerId } });
  await sendBatch(source, [
    eventOf(ANNA),
    eventOf("Anna@Example.com"),
    eventOf("joanna@example.com"),
    eventOf(null, ANNA),
  ]);
  await pool.query("UPDATE batch SET customer_id = $2 WHERE source_id = $1", [source.id, customerId]);
  const segmentId = await postPage(destination, { add: [ANNA, "kept", "ANNA@example.com"] });
  // As an older version kept user keys: with the space around them.
  await pool.query("UPDATE member SET user_key = $2 WHERE segment_id = $1 AND user_key = 'kept'", [
    segmentId,
    ` ${ANNA}`,
  ]);

  const preview = await previewErasure(admin, { customerId, identity: ANNA });
  expect(preview).toEqual({
    exact: { events: 2, pages: 1, members: 1 },
    variants: { events: 1, pages: 0, members: 2 },
    spellings: [` ${ANNA}`, "ANNA@example.com", "Anna@Example.com"],
    isComplete: true,
  });
  expect((await readMembers(segmentId)).rows).toHaveLength(3);

  await erase(customerId);
  expect((await listErasures(admin, { customerId, limit: 1 })).items[0]).toMatchObject({
    events: 2,
    pages: 1,
    members: 1,
  });
  await erase(customerId, ANNA, true);
  expect((await listErasures(admin, { customerId, limit: 1 })).items[0]).toMatchObject({
    events: 1,
    pages: 1,
    members: 2,
  });
  expect((await readMembers(segmentId)).rows).toEqual([]);
});

test("only an admin may erase, confirmed by the identity, in one customer only, one at a time, without it in the log", async () => {
  const other: TestDestination = await createTestDestination();
  const elsewhere = await postPage(other, { add: [ANNA] });
  await sendBatch(source, [eventOf(ANNA)]);
  const { customerId } = source;
  const wish = { customerId, identity: ANNA, includesVariants: false, confirm: ANNA };
  await expect(requestErasure(ctxOf("csm"), wish)).rejects.toMatchObject({ code: "forbidden" });
  await expect(previewErasure(ctxOf("csm"), wish)).rejects.toMatchObject({ code: "forbidden" });
  await expect(requestErasure(admin, { ...wish, confirm: "anna" })).rejects.toMatchObject({
    code: "invalid",
  });
  await expect(requestErasure(admin, { ...wish, customerId: randomUUID() })).rejects.toMatchObject({
    code: "not_found",
  });

  const { id } = await requestErasure(admin, wish);
  await expect(requestErasure(admin, wish)).rejects.toMatchObject({ code: "conflict" });
  await runErasureSlice(id);
  expect((await readMembers(elsewhere)).rows).toHaveLength(1);

  const entries = await prisma.auditEntry.findMany({ where: { customerId } });
  expect(entries.map((entry) => entry.action).sort()).toEqual([
    "customer.erasure_requested",
    "customer.identity_erased",
  ]);
  expect(JSON.stringify(entries)).not.toContain("anna");
  expect(await prisma.erasure.findUniqueOrThrow({ where: { id } })).toMatchObject({ identityEnc: null });
});

test("an erasure that ended the process again and again opens an alert, is tried again a day later, and ends the alert", async () => {
  await sendBatch(source, [eventOf(ANNA)]);
  const wish = { customerId: source.customerId, identity: ANNA, includesVariants: false, confirm: ANNA };
  const { id } = await requestErasure(admin, wish);
  await leaveSlicesOpen("erasure", id);
  const alerts = async () => {
    const { rows } = await pool.query(
      "SELECT kind, resolved_at IS NOT NULL AS over FROM alert WHERE customer_id = $1 AND subject = $2",
      [source.customerId, id],
    );
    return rows;
  };

  expect(await runErasureSlice(id)).toEqual({ done: true, waitSeconds: 0, syncs: [] });
  await runErasureSlice(id);
  expect(await alerts()).toEqual([{ kind: "erasure_interrupted", over: false }]);

  await pool.query("UPDATE open_slice SET begun_at = now() - interval '25 h' WHERE subject_id = $1", [id]);
  expect(await runErasureSlice(id)).toMatchObject({ done: true });
  expect(await alerts()).toEqual([{ kind: "erasure_interrupted", over: true }]);
});

test("an erasure that throws again and again opens an alert and leaves the turn to the next one; a day later it takes it again", async () => {
  await sendBatch(source, [eventOf(ANNA), eventOf("ben")]);
  const wish = (identity: string) => ({
    ...{ customerId: source.customerId, identity, includesVariants: false, confirm: identity },
  });
  const { id } = await requestErasure(admin, wish(ANNA));
  const { identityEnc } = await prisma.erasure.findUniqueOrThrow({ where: { id } });
  await prisma.erasure.update({ where: { id }, data: { identityEnc: "unreadable" } });
  for (let count = 0; count < 10; count++) {
    await expect(runErasureSlice(id)).rejects.toThrow();
    await pool.query("UPDATE open_slice SET begun_at = now() - interval '1 h' WHERE subject_id = $1", [id]);
  }
  await expect(requestErasure(admin, wish("ben"))).rejects.toThrow(/already running/);
  expect(await runErasureSlice(id)).toMatchObject({ done: true });
  const { rows } = await pool.query("SELECT kind FROM alert WHERE subject = $1 AND resolved_at IS NULL", [
    id,
  ]);
  expect(rows).toEqual([{ kind: "erasure_interrupted" }]);

  const next = await requestErasure(admin, wish("ben"));
  await prisma.erasure.update({ where: { id }, data: { identityEnc } });
  await pool.query("UPDATE open_slice SET begun_at = now() - interval '25 h' WHERE subject_id = $1", [id]);
  expect(await runErasureSlice(id)).toMatchObject({ done: false, waitSeconds: 60 });
  expect(await runErasureSlice(next.id)).toMatchObject({ done: true });
  expect(await runErasureSlice(id)).toMatchObject({ done: true });
  expect(await prisma.erasure.findUniqueOrThrow({ where: { id } })).toMatchObject({
    phase: "done",
    events: 1,
  });
});
