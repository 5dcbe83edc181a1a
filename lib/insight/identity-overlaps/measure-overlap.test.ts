import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import * as listRoute from "@/app/api/v1/customers/[customerId]/identity-overlaps/route";
import * as measureRoute from "@/app/api/v1/customers/[customerId]/sources/[sourceId]/identity-overlap/route";
import { acceptBatch } from "@/lib/forwarding/batches/accept-batch";
import { updateAlerts } from "@/lib/insight/alerts/update-alerts";
import { pool, prisma } from "@/lib/kernel/database";
import { callRoute } from "@/tools/testing/call-route";
import { createTestDestination, postPage, type TestDestination } from "@/tools/testing/make-destination";
import { makeSource, sendBatch, type TestSource } from "@/tools/testing/make-source";
import { makeKey, systemCtx } from "@/tools/testing/make-team";
import { findDueOverlaps } from "./find-due-overlaps";
import { listOverlaps } from "./list-overlaps";
import { measureOverlap } from "./measure-overlap";
import { MAX_IDENTITIES } from "./read-identities";

let made = 0;

interface Scene {
  source: TestSource;
  destination: TestDestination;
  of: { customerId: string; sourceId: string };
}

async function makeScene(): Promise<Scene> {
  const destination = await createTestDestination();
  const { customerId } = destination;
  const source = await makeSource({ heapAppId: `77${++made}`, customerId });
  return { source, destination, of: { customerId, sourceId: source.id } };
}

type User = { external_user_id?: string | null; user_id?: string | null };

const eventOf = (user: User, event_type = "users.messages.email.Open") => ({
  id: randomUUID(),
  event_type,
  time: 1_790_000_000,
  user,
  properties: {},
});

const send = (source: TestSource, users: readonly User[]) =>
  sendBatch(
    source,
    users.map((user) => eventOf(user)),
  );

const ids = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}-${n}`);

/** Makes a member look as an older version kept user keys: with the space around them. */
const keepSpaces = (destination: TestDestination, userKey: string, kept: string) =>
  pool.query(
    "UPDATE member SET user_key = $3 WHERE user_key = $2 AND segment_id IN (SELECT id FROM segment WHERE customer_id = $1)",
    [destination.customerId, userKey, kept],
  );

/** Braze names 150 users by ids of its own; Heap knows 200 by email address. */
async function makeWrong(): Promise<Scene> {
  const scene = await makeScene();
  await send(
    scene.source,
    ids("crm", 150).map((id) => ({ external_user_id: id })),
  );
  await postPage(scene.destination, { add: ids("anna", 200).map((name) => `${name}@example.com`) });
  return scene;
}

test("distinct identities of both fields are counted over all batches, pending or not, and compared with all segments", async () => {
  const { source, destination, of } = await makeScene();
  await send(source, [
    { external_user_id: "  Anna ", user_id: "b-1" },
    { external_user_id: "Anna", user_id: "b-2" },
    { external_user_id: "BEN", user_id: "b-3" },
    { external_user_id: "cleo", user_id: null },
    { external_user_id: "dan", user_id: "b-1" },
    { external_user_id: "[REDACTED]", user_id: "undefined" },
    { external_user_id: null },
  ]);
  await sendBatch(source, ["broken", { ...eventOf({ external_user_id: "no-id" }), id: true }]);
  await postPage(destination, { segment: "1", add: ["Anna", "b-1", "left"] });
  await postPage(destination, { segment: "2", add: ["ben", "Anna", "CLEO"], remove: ["b-3"] });
  await keepSpaces(destination, "CLEO", " CLEO ");

  const { facts } = await measureOverlap(of);
  expect(facts).toMatchObject({
    batches: 2,
    events: 7,
    hasMoreEvents: false,
    members: 6,
    hasMoreMembers: false,
  });
  expect(facts.fields.external_user_id).toMatchObject({
    identities: 4,
    matched: 1,
    ifTrimmed: 1,
    ifLowered: 2,
    ifIdentityLowered: 2,
    ifBoth: 3,
  });
  // Anyone Heap has named, even as leaving, is a user of Heap.
  expect(facts.fields.user_id).toMatchObject({ identities: 3, matched: 2 });
});

test("members with spaces around them are found by ignoring spaces, and forms are counted on both sides", async () => {
  const { source, destination, of } = await makeScene();
  await send(source, [
    { external_user_id: "a@example.com", user_id: "5f2b0c1a9d8e7f6a5b4c3d2e" },
    { external_user_id: "b@example.com", user_id: "4711" },
  ]);
  await postPage(destination, { add: ["a@example.com", randomUUID()] });
  await keepSpaces(destination, "a@example.com", " a@example.com\t");

  const { facts } = await measureOverlap(of);
  expect(facts.fields.external_user_id).toMatchObject({ matched: 0, ifTrimmed: 1, ifLowered: 0, ifBoth: 1 });
  expect(facts.fields.external_user_id.forms).toEqual({ email: 2, uuid: 0, hex24: 0, hex64: 0, number: 0 });
  expect(facts.fields.user_id.forms).toEqual({ email: 0, uuid: 0, hex24: 1, hex64: 0, number: 1 });
  expect(facts.memberForms).toEqual({ email: 0, uuid: 1, hex24: 0, hex64: 0, number: 0 });
});

test("types that are not forwarded, simulated batches and other customers' members do not count", async () => {
  const { source, destination, of } = await makeScene();
  await prisma.source.update({
    where: { id: source.id },
    data: { eventTypes: ["users.messages.email.Open"] },
  });
  await sendBatch(source, [
    eventOf({ external_user_id: "anna" }),
    eventOf({ external_user_id: "ben" }, "users.messages.sms.Send"),
  ]);
  const body = Buffer.from(JSON.stringify({ events: [eventOf({ external_user_id: "tributary-test" })] }));
  await acceptBatch({ token: source.token, bearerToken: null, body, isSimulated: true });
  await postPage(await createTestDestination(), { add: ["anna"] });
  await postPage(destination, { add: ["ben"] });

  const { facts } = await measureOverlap(of);
  expect(facts.fields.external_user_id).toMatchObject({ identities: 1, matched: 0 });
  expect(facts.members).toBe(1);
});

test("reading starts with the newest and ends with enough identities or at pruned bodies", async () => {
  const { source, of } = await makeScene();
  await send(source, [{ external_user_id: "oldest" }]);
  const users = ids("user", MAX_IDENTITIES).map((id) => ({ external_user_id: id }));
  for (let from = 0; from < users.length; from += 1_000) await send(source, users.slice(from, from + 1_000));
  const many = await measureOverlap(of);
  expect(many.facts).toMatchObject({ batches: users.length / 1_000, hasMoreEvents: true });
  expect(many.facts.fields.external_user_id.identities).toBe(MAX_IDENTITIES);

  await pool.query(
    "UPDATE batch SET body = NULL, state = 'done', filtered = accepted, done_at = now() WHERE source_id = $1",
    [source.id],
  );
  await send(source, [{ external_user_id: "newest" }]);
  expect((await measureOverlap(of)).facts).toMatchObject({ batches: 1, events: 1, hasMoreEvents: false });
});

test("an alert opens before a paused source floods Heap, masked, and resolves once another field matches", async () => {
  const { source, destination, of } = await makeWrong();
  await prisma.source.update({ where: { id: source.id }, data: { pausedAt: new Date() } });
  await measureOverlap(of);
  await updateAlerts();

  const kind = "identity_mismatch";
  const [alert] = await prisma.alert.findMany({ where: { customerId: of.customerId, kind } });
  expect(alert).toMatchObject({
    sourceId: source.id,
    message: "0% of 150 identities match: “Production” is probably using the wrong identity.",
    cause: expect.stringContaining("Heap’s members look like email addresses; the identities from Braze"),
    sample: "Braze sends cr***; one of Heap’s members is an***@ex***.",
    nextAction: expect.stringContaining("The source is paused"),
    resolvedAt: null,
  });
  expect(JSON.stringify(alert)).not.toMatch(/crm-\d|anna-\d/);

  await send(
    source,
    ids("anna", 150).map((name) => ({ external_user_id: "crm", user_id: `${name}@example.com` })),
  );
  await measureOverlap(of);
  expect((await listOverlaps(systemCtx, destination)).items).toMatchObject([
    { verdict: "other_field", isNearZero: true },
  ]);
  await prisma.source.update({ where: { id: source.id }, data: { identityField: "user_id" } });
  await updateAlerts();
  expect(await prisma.alert.findMany({ where: { customerId: of.customerId, kind } })).toMatchObject([
    { id: alert?.id, resolvedAt: expect.any(Date) },
  ]);
});

test("the API returns each source's overlap without identities; measuring at once takes a CSM, is audited and stays with its customer", async () => {
  const { source, destination, of } = await makeWrong();
  const { customerId } = destination;
  const [viewer, csm] = [await makeKey("viewer"), await makeKey("csm")];
  const before = await callRoute(listRoute.GET, { key: viewer, params: { customerId } });
  expect(before).toMatchObject({
    status: 200,
    body: { items: [{ verdict: "unmeasured", measuredAt: null }] },
  });

  const measure = (key: string, params: Record<string, string> = of) =>
    callRoute(measureRoute.POST, { method: "POST", key, params });
  expect((await measure(viewer)).status).toBe(403);
  const other = await makeScene();
  expect((await measure(csm, { ...of, customerId: other.of.customerId })).status).toBe(404);

  const measured = await measure(csm);
  expect(measured).toMatchObject({
    status: 200,
    body: {
      sourceId: source.id,
      verdict: "mismatch",
      measured: {
        members: 200,
        memberSamples: ["an***@ex***", "an***@ex***", "an***@ex***"],
        fields: [
          { field: "external_user_id", isUsed: true, identities: 150, share: 0 },
          { field: "user_id", isUsed: false, identities: 0, share: null },
        ],
      },
    },
  });
  const after = await callRoute(listRoute.GET, { key: viewer, params: { customerId } });
  expect(after.body).toEqual({ items: [measured.body] });
  expect(JSON.stringify(after.body)).not.toMatch(/crm-\d|anna-\d/);
  expect(
    await prisma.auditEntry.findMany({ where: { customerId, action: "source.identities_compared" } }),
  ).toMatchObject([{ subjectId: source.id, after: { identities: 150, matched: 0, members: 200 } }]);
});

test("sources never measured, changed, or with news are due; others are not", async () => {
  const { source, destination, of } = await makeScene();
  const isDue = async () => (await findDueOverlaps()).some(({ sourceId }) => sourceId === source.id);
  const measuredAgo = async (interval: string) => {
    await measureOverlap(of);
    await pool.query("UPDATE identity_overlap SET measured_at = now() - $2::interval WHERE source_id = $1", [
      source.id,
      interval,
    ]);
  };
  const ageBy = (interval: string) =>
    pool.query(
      "UPDATE source SET created_at = now() - $2::interval, updated_at = now() - $2::interval WHERE id = $1",
      [source.id, interval],
    );

  expect(await isDue()).toBe(false);
  await send(source, [{ external_user_id: "anna" }]);
  expect(await isDue()).toBe(true);

  await ageBy("10 h");
  await measuredAgo("0 s");
  expect(await isDue()).toBe(false);
  await send(source, [{ external_user_id: "ben" }]);
  expect(await isDue()).toBe(false);
  await pool.query("UPDATE identity_overlap SET measured_at = now() - interval '2 h' WHERE source_id = $1", [
    source.id,
  ]);
  expect(await isDue()).toBe(true);

  await measureOverlap(of);
  await postPage(destination, { add: ["anna"] });
  expect(await isDue()).toBe(true);
  await measureOverlap(of);
  expect(await isDue()).toBe(false);
  await prisma.source.update({ where: { id: source.id }, data: { prefix: "x-" } });
  expect(await isDue()).toBe(true);
  await prisma.customer.update({ where: { id: of.customerId }, data: { state: "archived" } });
  expect(await isDue()).toBe(false);
});
