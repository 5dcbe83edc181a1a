import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as route from "@/app/api/v1/customers/[customerId]/checks/route";
import { acceptBatch } from "@/lib/forwarding/batches/accept-batch";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { sendTestEvent } from "@/lib/forwarding/test-events/send-test-event";
import { pool, prisma } from "@/lib/kernel/database";
import { encryptSecret } from "@/lib/kernel/secrets/encrypt";
import { skipHop } from "@/lib/setup/destinations/skip-hop";
import { testKey } from "@/lib/setup/destinations/test-key";
import { recordProvenHops } from "@/lib/setup/proven-hops/record-proven-hops";
import { registerWorkspace } from "@/sandbox/braze/state";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { callRoute } from "@/tools/testing/call-route";
import { createTestDestination, ctxOf, postPage } from "@/tools/testing/make-destination";
import { makeSource, sendBatch } from "@/tools/testing/make-source";
import { makeKey } from "@/tools/testing/make-team";
import { askSync, runToEnd } from "@/tools/testing/run-syncs";
import type { HopsView } from "./hops-view";
import { listHops } from "./list-hops";

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  process.env.SANDBOX_URL = sandbox.url;
});

afterAll(() => sandbox.close());

const event = () => ({
  id: randomUUID(),
  event_type: "users.messages.email.Open",
  time: 1_790_000_000,
  user: { external_user_id: "anna" },
  properties: {},
});

async function read(customerId: string): Promise<HopsView> {
  return listHops(ctxOf("viewer"), { customerId });
}

/** The kinds proven so far, over all sources and destinations. */
async function provenIn(customerId: string): Promise<string[]> {
  const { sources, destinations } = await read(customerId);
  return [...sources, ...destinations].flatMap(({ checks }) =>
    checks.filter(({ provenAt }) => provenAt !== null).map(({ kind }) => kind),
  );
}

test("a source's hops become proven one by one, each by its own real request", async () => {
  const source = await makeSource({ heapAppId: "8101" });
  expect(await provenIn(source.customerId)).toEqual([]);

  await acceptBatch({ token: source.token, bearerToken: null, body: Buffer.from("") });
  await pool.query("UPDATE endpoint SET last_probe_at = last_probe_at - interval '1 s'"); // for certain before the batch
  expect(await provenIn(source.customerId)).toEqual(["credential_probe"]);

  await sendBatch(source, [event()]);
  expect(await provenIn(source.customerId)).toEqual(["credential_probe", "first_batch"]);

  await forwardSlice("sandbox:8101");
  const view = await read(source.customerId);
  expect(view).toMatchObject({ isAllProven: true });
  expect(view.sources[0]?.checks.map(({ detail }) => detail)).toEqual([
    "Proven by a credential probe.",
    "Proven by a batch from Braze.",
    "Proven by a delivery that Heap accepted.",
  ]);
});

test("a first batch proves the probe's hop too, and a simulated one proves neither", async () => {
  const source = await makeSource({ heapAppId: "8102" });
  const body = (id: string) => Buffer.from(JSON.stringify({ events: [{ ...event(), id }] }));
  await acceptBatch({ token: source.token, bearerToken: null, body: body("simulated"), isSimulated: true });
  expect(await provenIn(source.customerId)).toEqual([]);

  await acceptBatch({ token: source.token, bearerToken: null, body: body("real") });
  const [found] = (await read(source.customerId)).sources;
  expect(found?.checks).toMatchObject([
    { kind: "credential_probe", detail: "Proven by the first batch." },
    { kind: "first_batch", detail: "Proven by a batch from Braze." },
    { kind: "first_event_accepted", provenAt: null },
  ]);
});

test("an unsigned page proves nothing; a signed one, the cohort and its members each prove their hop", async () => {
  const destination = await createTestDestination({ signed: false });
  const { customerId, destinationId } = destination;
  registerWorkspace(sandbox.state.braze, destination.workspaceKey);
  await postPage(destination, { add: ["anna"] });
  expect(await provenIn(customerId)).toEqual([]);
  expect((await read(customerId)).destinations).toMatchObject([
    { id: destinationId, hasWebhookSecret: false, kind: "cohort", hasBrazeKey: true },
  ]);

  const signed = await createTestDestination();
  registerWorkspace(sandbox.state.braze, signed.workspaceKey);
  const segmentId = await postPage(signed, { add: ["anna", "ben"] });
  expect(await provenIn(signed.customerId)).toEqual(["signed_page"]);

  await runToEnd(await askSync(signed, segmentId));
  // For certain before the members.
  await pool.query("UPDATE segment SET cohort_named_at = cohort_named_at - interval '1 s'");
  expect(await read(signed.customerId)).toMatchObject({
    isAllProven: true,
    destinations: [
      {
        checks: [
          { kind: "signed_page" },
          { kind: "braze_key_accepted", detail: "Proven by the first cohort." },
          { kind: "cohort_created", detail: "Braze has the cohort Trial users." },
          { kind: "first_members_accepted", detail: "Braze accepted members of Trial users." },
        ],
      },
    ],
  });
});

test("a key that Braze refuses is reported with what to do, and no longer once Braze accepts it", async () => {
  const destination = await createTestDestination();
  const { customerId, destinationId } = destination;
  const use = (key: string) =>
    prisma.destination.update({
      where: { id: destinationId },
      data: { dataImportKeyEnc: encryptSecret(key, { customerId, field: "data_import_key" }) },
    });
  const refusal = async () =>
    (await read(customerId)).destinations[0]?.checks.find(({ kind }) => kind === "braze_key_accepted")
      ?.refusal;

  await use("not-a-key-of-the-sandbox");
  const segmentId = await postPage(destination, { add: ["anna"] });
  await runToEnd(await askSync(destination, segmentId));
  expect(await refusal()).toMatchObject({
    alertKind: "braze_key_refused",
    message: expect.stringContaining("Data Import Key"),
  });
  expect(await read(customerId)).toMatchObject({ failed: 1, isAllProven: false });

  await use("sandbox-mended");
  await runToEnd(await askSync(destination, segmentId));
  expect(await refusal()).toBeNull();
});

test("a refused test of the key is still told after the window is closed, and an accepted one ends it", async () => {
  const { customerId, destinationId } = await createTestDestination();
  const use = (key: string) =>
    prisma.destination.update({
      where: { id: destinationId },
      data: { dataImportKeyEnc: encryptSecret(key, { customerId, field: "data_import_key" }) },
    });
  const hop = async () =>
    (await read(customerId)).destinations[0]?.checks.find(({ kind }) => kind === "braze_key_accepted");

  await use("not-a-key-of-the-sandbox");
  expect(await testKey(ctxOf(), { customerId, destinationId })).toMatchObject({ isAccepted: false });
  expect(await hop()).toMatchObject({ provenAt: null, refusal: { alertKind: "braze_key_refused" } });

  await use("sandbox-mended-and-tested");
  expect(await testKey(ctxOf(), { customerId, destinationId })).toMatchObject({ isAccepted: true });
  expect(await hop()).toMatchObject({ provenAt: expect.any(String), refusal: null });
});

test("a test event that Heap refused is told with Heap's words until Heap accepts one", async () => {
  const source = await makeSource({ heapAppId: "8177" });
  const { customerId, id: sourceId } = source;
  const hop = async () =>
    (await read(customerId)).sources[0]?.checks.find(({ kind }) => kind === "first_event_accepted");
  const order = (everything: boolean) =>
    fetch(`${sandbox.url}/control/heap/8177/poison`, {
      method: "POST",
      body: JSON.stringify({ everything }),
    });

  await order(true);
  expect(await sendTestEvent(ctxOf(), { customerId, sourceId })).toMatchObject({ isAccepted: false });
  expect(await hop()).toMatchObject({
    provenAt: null,
    refusal: { message: expect.stringContaining("Heap refused what was sent last") },
  });

  await order(false);
  await sendTestEvent(ctxOf(), { customerId, sourceId });
  expect(await hop()).toMatchObject({ provenAt: expect.any(String), refusal: null });
});

test("an optional hop can be skipped with a reason and then leaves nothing to prove; others cannot, and it can be taken back", async () => {
  const { customerId, destinationId } = await createTestDestination({ signed: false });
  const of = { customerId, destinationId };
  for (const kind of ["braze_key_accepted", "cohort_created", "first_members_accepted"]) {
    await prisma.check.create({ data: { ...of, kind } });
  }
  expect(await read(customerId)).toMatchObject({ isAllProven: false, skipped: 0 });

  const skip = { ...of, kind: "signed_page" as const, reason: "Heap sends without a signature here" };
  await skipHop(ctxOf("csm"), skip);
  await skipHop(ctxOf("csm"), skip);
  expect(await read(customerId)).toMatchObject({
    isAllProven: true,
    proven: 3,
    skipped: 1,
    destinations: [
      { checks: [{ kind: "signed_page", provenAt: null, skipped: { reason: skip.reason } }, {}, {}, {}] },
    ],
  });
  const entries = await prisma.auditEntry.findMany({
    where: { customerId, action: "destination.hop_skipped" },
  });
  expect(entries).toHaveLength(1);

  const other = { ...of, kind: "cohort_created" as "signed_page", reason: "Not needed" };
  await expect(skipHop(ctxOf("csm"), other)).rejects.toMatchObject({ code: "invalid" });
  await expect(skipHop(ctxOf("viewer"), skip)).rejects.toMatchObject({ code: "forbidden" });
  await skipHop(ctxOf("csm"), { ...skip, reason: null });
  expect(await read(customerId)).toMatchObject({ isAllProven: false });
});

test("a push that only removes proves the key, not that members were accepted", async () => {
  const destination = await createTestDestination();
  const { customerId, destinationId } = destination;
  const segmentId = await postPage(destination, { add: ["anna"] });
  const sync = await prisma.sync.create({
    data: {
      customerId,
      destinationId,
      segmentId,
      trigger: "delta",
      state: "succeeded",
      requestedBy: "test",
      removed: 1,
    },
  });
  const finishedAt = new Date();
  await prisma.push.create({
    data: { customerId, segmentId, syncId: sync.id, adds: 0, removes: 1, state: "accepted", finishedAt },
  });
  expect(await provenIn(customerId)).toEqual(["signed_page", "braze_key_accepted"]);
});

test("an accepted test of the key proves it for good; a refused one proves nothing", async () => {
  const destination = await createTestDestination();
  const wrong = await createTestDestination({ dataImportKey: "not-the-right-key" });
  registerWorkspace(sandbox.state.braze, destination.workspaceKey);
  for (const { customerId, destinationId } of [destination, wrong]) {
    await testKey(ctxOf(), { customerId, destinationId });
  }
  expect(await provenIn(destination.customerId)).toEqual(["braze_key_accepted"]);
  expect(await provenIn(wrong.customerId)).toEqual([]);
});

test("what the sweep recorded stays proven, with its time, after retention removed the requests; a repeat changes nothing", async () => {
  const source = await makeSource({ heapAppId: "8103" });
  const destination = await createTestDestination();
  await sendBatch(source, [event()]);
  await forwardSlice("sandbox:8103");
  const segmentId = await postPage(destination, { add: ["anna"] });
  await prisma.segment.update({
    where: { id: segmentId },
    data: { cohortName: "Trial users", cohortNamedAt: new Date("2026-01-05T00:00:00Z") },
  });

  expect(await recordProvenHops()).toBeGreaterThanOrEqual(6);
  expect(await recordProvenHops()).toBe(0);
  const before = [await read(source.customerId), await read(destination.customerId)];

  await pool.query("DELETE FROM event WHERE source_id = $1", [source.id]);
  await pool.query("DELETE FROM delivery WHERE source_id = $1", [source.id]);
  await pool.query("DELETE FROM batch WHERE source_id = $1", [source.id]);
  await pool.query("DELETE FROM page WHERE destination_id = $1", [destination.destinationId]);
  await pool.query("UPDATE segment SET cohort_named_at = now() WHERE id = $1", [segmentId]);
  expect([await read(source.customerId), await read(destination.customerId)]).toEqual(before);
  expect(before[0]?.isAllProven).toBe(true);
});

test("the checks of another customer stay theirs, and an unknown customer is 404", async () => {
  const proven = await makeSource({ heapAppId: "8104" });
  const other = await makeSource({ heapAppId: "8104" });
  await sendBatch(proven, [event()]);
  await recordProvenHops();
  expect(await provenIn(other.customerId)).toEqual([]);

  const key = await makeKey("viewer");
  const answer = (customerId: string) => callRoute(route.GET, { key, params: { customerId } });
  expect(await answer(proven.customerId)).toMatchObject({
    status: 200,
    body: { sources: [{ id: proven.id }] },
  });
  expect((await answer(randomUUID())).status).toBe(404);
});
