import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { updateDestination } from "@/lib/cohorts/destinations/update-destination";
import { drawSample } from "@/lib/cohorts/match-checks/draw-sample";
import { requestMatchCheck } from "@/lib/cohorts/match-checks/request-match-check";
import { setSegmentMode } from "@/lib/cohorts/segments/set-segment-mode";
import { runSyncSlice } from "@/lib/cohorts/syncs/run-sync-slice";
import { pool, prisma } from "@/lib/kernel/database";
import { encryptSecret } from "@/lib/kernel/secrets/encrypt";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import {
  createTestDestination,
  ctxOf,
  postPage,
  readMembers,
  type TestDestination,
} from "@/tools/testing/make-destination";
import { ANNA, erase } from "@/tools/testing/run-erasures";
import { askSync, membershipIn, runToEnd, untilSending, useSandbox } from "@/tools/testing/run-syncs";
import { whereIs } from "@/tools/testing/where-is";
import { listErasures } from "./list-erasures";
import { previewErasure } from "./preview-erasure";
import { runErasureSlice } from "./run-erasure-slice";

let sandbox: Sandbox;
let destination: TestDestination;
beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  sandbox.state.faults.clear();
  destination = await createTestDestination({ kind: "attribute" });
});

const sync = async (segmentId: string) => runToEnd(await askSync(destination, segmentId));
const attributeIn = async (segmentId: string) => {
  const { sent, left } = (await membershipIn(sandbox, destination, segmentId)) as {
    sent: Set<string>;
    left?: Set<string>;
  };
  return { true: [...sent].sort(), false: [...(left ?? [])].sort() };
};
const valuesSent = () =>
  sandbox.state.bodies
    .of(`braze/${destination.workspaceKey}`)
    .flatMap((text) => JSON.parse(text).attributes)
    .filter(({ external_id }) => external_id === ANNA)
    .flatMap(({ heap_left }) => (heap_left === undefined ? [] : [heap_left]));

test("an erased member loses the attribute in Braze, whether it was true or, after leaving, false; nobody else does", async () => {
  const member = await postPage(destination, { segment: "1", add: [ANNA, "ben"] });
  const left = await postPage(destination, { segment: "2", name: "Left", add: [ANNA, "ben"] });
  const never = await postPage(destination, { segment: "3", name: "Never sent", add: [ANNA] });
  for (const segmentId of [member, left]) await sync(segmentId);
  await postPage(destination, { segment: "2", name: "Left", remove: [ANNA, "ben"] }, Date.now() + 10);
  await sync(left);
  expect(await attributeIn(left)).toEqual({ true: [], false: [ANNA, "ben"] });

  const { id, slice } = await erase(destination.customerId);
  expect(slice.syncs.map(({ segmentId }) => segmentId).sort()).toEqual([member, left].sort());
  for (const { syncId } of slice.syncs) await runToEnd(syncId);
  expect(await runErasureSlice(id)).toMatchObject({ done: true });

  expect(await attributeIn(member)).toEqual({ true: ["ben"], false: [] });
  expect(await attributeIn(left)).toEqual({ true: [], false: ["ben"] });
  expect(valuesSent()).toEqual([true, false, null]);
  for (const segmentId of [member, left, never]) {
    const { rows, counts, realCounts } = await readMembers(segmentId);
    expect(rows.map(({ key }) => key)).not.toContain(ANNA);
    expect(counts).toEqual(realCounts);
  }
  const { rows } = await pool.query("SELECT left_in_braze FROM erasure WHERE id = $1", [id]);
  expect(rows).toEqual([{ left_in_braze: 0 }]);
});

test.each([
  ["entering", { add: [ANNA] }],
  ["leaving", { remove: [ANNA] }],
])(
  "a call that is under way when the erasure begins, of a member %s, leaves no value behind",
  async (_, page) => {
    const segmentId = await postPage(destination, { add: [ANNA, "ben"] });
    if ("remove" in page) {
      await sync(segmentId);
      await postPage(destination, page, Date.now() + 10);
    }
    sandbox.state.faults.add({ target: "braze.track", mode: "latency", latencyMs: 1_500, count: 1 });
    const underWay = runSyncSlice(await askSync(destination, segmentId));
    await untilSending(segmentId, 1);

    const { id, slice } = await erase(destination.customerId);
    await underWay;
    for (const { syncId } of slice.syncs) await runToEnd(syncId);
    expect(await runErasureSlice(id)).toMatchObject({ done: true });
    expect(await attributeIn(segmentId)).toEqual({ true: ["ben"], false: [] });
  },
);

test("a member whom Heap sends again after the erasure is new data: it stays, and leaves as others do", async () => {
  const segmentId = await postPage(destination, { add: [ANNA] });
  await sync(segmentId);
  const { id } = await erase(destination.customerId);
  await postPage(destination, { add: [ANNA] }, Date.now() + 10);
  await sync(segmentId);
  await runErasureSlice(id);
  expect(await attributeIn(segmentId)).toEqual({ true: [ANNA], false: [] });

  await postPage(destination, { remove: [ANNA] }, Date.now() + 20);
  await sync(segmentId);
  expect(await attributeIn(segmentId)).toEqual({ true: [], false: [ANNA] });
});

test("of a destination that writes cohorts by now, the attribute is left in Braze, and the erasure says so", async () => {
  const { customerId, destinationId, workspaceKey } = destination;
  const segmentId = await postPage(destination, { add: [ANNA, "ben"] });
  await sync(segmentId);
  await pool.query("UPDATE destination SET kind = 'cohort', data_import_key_enc = $2 WHERE id = $1", [
    destinationId,
    encryptSecret(workspaceKey, { customerId, field: "data_import_key" }),
  ]);

  const { id, slice } = await erase(customerId);
  for (const { syncId } of slice.syncs) await runToEnd(syncId);
  expect(await runErasureSlice(id)).toMatchObject({ done: true });
  expect((await attributeIn(segmentId)).true).toContain(ANNA);
  const [view] = (await listErasures(ctxOf("admin"), { customerId, limit: 1 })).items;
  expect(view).toMatchObject({ phase: "done", leftInBraze: 1 });
});

test("of a segment that is off, the attribute is left in Braze after a day, and the erasure says so", async () => {
  const { customerId } = destination;
  const segmentId = await postPage(destination, { add: [ANNA] });
  await sync(segmentId);
  await postPage(destination, { remove: [ANNA] }, Date.now() + 10);
  await sync(segmentId);
  await setSegmentMode(ctxOf(), { customerId, segmentId, mode: "off" });

  const { id } = await erase(customerId);
  await pool.query("UPDATE erasure SET give_up_at = now() - interval '1 s' WHERE id = $1", [id]);
  expect(await runErasureSlice(id)).toMatchObject({ done: true });
  const [view] = (await listErasures(ctxOf("admin"), { customerId, limit: 1 })).items;
  expect(view).toMatchObject({ phase: "done", leftInBraze: 1 });
  expect((await readMembers(segmentId)).rows).toEqual([]);
});

test.each([
  ["email", "Anna@Example.com", "anna@example.com"],
  ["phone", "+1 (415) 555-0123", "+14155550123"],
] as const)(
  "a member named by %s is erased under any spelling, and loses the attribute in Braze",
  async (identifierKind, typed, kept) => {
    destination = await createTestDestination({ kind: "attribute", identifierKind });
    const segmentId = await postPage(destination, { add: [typed, "ben@example.com", "+49301234567"] });
    await sync(segmentId);

    const { id, slice } = await erase(destination.customerId, typed);
    for (const { syncId } of slice.syncs) await runToEnd(syncId);
    expect(await runErasureSlice(id)).toMatchObject({ done: true });

    expect((await attributeIn(segmentId)).true).not.toContain(`${identifierKind}:${kept}`);
    expect((await readMembers(segmentId)).rows.map(({ key }) => key)).not.toContain(kept);
    const sent = sandbox.state.bodies
      .of(`braze/${destination.workspaceKey}`)
      .flatMap((text) => JSON.parse(text).attributes)
      .filter((object) => object[identifierKind] === kept)
      .map(({ heap_trial_users }) => heap_trial_users);
    expect(sent).toEqual([true, null]);
  },
);

test.each([
  ["email", "Zoe@Example.com", ["zoe@example.com", "ZOE@example.com"], "ben@example.com"],
  ["phone", "+1 (415) 555-0177", ["+14155550177", "+1-415-555-0177"], "+49301234567"],
] as const)(
  "whoever is erased where users are named by %s is in no page and no sample of a match check under any spelling",
  async (identifierKind, typed, spellings, other) => {
    destination = await createTestDestination({ kind: "attribute", identifierKind });
    const { customerId } = destination;
    const segmentId = await postPage(destination, { add: [typed, other] });
    await postPage(destination, { add: spellings }, Date.now() + 10);
    await drawSample((await requestMatchCheck(ctxOf(), { customerId, segmentId })).matchCheckId);
    expect(await prisma.sampledId.count({ where: { customerId } })).toBe(2);

    const { exact } = await previewErasure(ctxOf("admin"), { customerId, identity: typed });
    expect(exact).toMatchObject({ pages: 2, members: 1 });
    await erase(customerId, typed);
    const samples = await prisma.sampledId.findMany({ where: { customerId } });
    expect(samples.map(({ userKey }) => userKey)).toEqual([other]);
    for (const spelling of [typed, ...spellings]) expect(await whereIs(pool, spelling)).toEqual([]);
    expect(await whereIs(pool, other)).toContain("page.body");
  },
);

test("who is being erased under one spelling stays erased when spellings become one member", async () => {
  const { customerId, destinationId } = destination;
  const startMs = Date.now();
  const segmentId = await postPage(destination, { add: ["Mia@example.com"] }, startMs);
  await postPage(destination, { add: ["mia@example.com", "MIA@example.com"] }, startMs + 10);
  await sync(segmentId);
  const { id } = await erase(customerId, "Mia@example.com");
  const { version } = await prisma.destination.findUniqueOrThrow({ where: { id: destinationId } });
  await updateDestination(ctxOf(), { customerId, destinationId, version, identifierKind: "email" });

  const { rows, counts, realCounts } = await readMembers(segmentId);
  expect(rows).toMatchObject([{ key: "mia@example.com", wanted: false }]);
  expect(counts).toEqual(realCounts);
  await sync(segmentId);
  expect(await runErasureSlice(id)).toMatchObject({ done: true });
  expect((await readMembers(segmentId)).rows).toEqual([]);
  const sent = sandbox.state.bodies
    .of(`braze/${destination.workspaceKey}`)
    .flatMap((text) => JSON.parse(text).attributes)
    .filter(({ email }) => email === "mia@example.com");
  expect(sent).toMatchObject([{ heap_trial_users: null }]);
});
