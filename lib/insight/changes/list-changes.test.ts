import { expect, test } from "vitest";
import { GET } from "@/app/api/v1/customers/[customerId]/changes/route";
import { listCustomerAlerts } from "@/lib/insight/alerts/list-customer-alerts";
import { listOpenAlerts } from "@/lib/insight/alerts/list-open-alerts";
import { tellChange } from "@/lib/kernel/audit/field-changes";
import { prisma } from "@/lib/kernel/database";
import { pauseSource, resumeSource } from "@/lib/setup/sources/pause-source";
import { showSource } from "@/lib/setup/sources/show-source";
import { updateSource } from "@/lib/setup/sources/update-source";
import { callRoute } from "@/tools/testing/call-route";
import { makeScene } from "@/tools/testing/customer-health";
import { makeKey, makeMember } from "@/tools/testing/make-team";
import { listChanges } from "./list-changes";

type Scene = Awaited<ReturnType<typeof makeScene>>;

async function changeAll({ customerId, sourceId }: Scene) {
  const { ctx } = await makeMember("csm");
  const of = { customerId, sourceId };
  const change = async (settings: object) =>
    updateSource(ctx, { ...of, version: (await showSource(ctx, of)).version, ...settings });
  await change({ name: "Renamed" });
  await change({ identityField: "user_id" });
  await change({ bearerToken: "generate" });
  await pauseSource(ctx, of);
  await resumeSource(ctx, of);
  return ctx;
}

const lately = () => new Date(Date.now() - 60_000).toISOString();

test("changes are told newest first with who, what kind and where; what only looks is not one", async () => {
  const scene = await makeScene();
  const { customerId } = scene;
  const ctx = await changeAll(scene);
  const { items, hasMore } = await listChanges(ctx, { customerId, from: lately() });
  expect(hasMore).toBe(false);
  expect(items.map(({ kind }) => kind)).toEqual(["resume", "pause", "key", "mapping", "setting"]);
  expect(items[3]).toMatchObject({
    by: ctx.actor.name,
    summary: "Changed the source “Renamed”",
    fields: [{ label: "Identity in Heap", before: "external_user_id", after: "user_id", difference: null }],
    flow: "events",
    path: `/customers/${customerId}/setup#${scene.sourceId}`,
  });

  const params = { customerId };
  const key = await makeKey("viewer");
  const answer = await callRoute(GET, { key, params, query: `?from=${lately()}` });
  expect(answer).toEqual({ status: 200, body: { items, hasMore } });
  const before = await callRoute(GET, { key, params, query: `?from=2026-01-01T00:00:00Z&to=${lately()}` });
  expect(before.body).toEqual({ items: [], hasMore: false });
});

test("an alert tells the three latest changes of its own customer in the day before it opened", async () => {
  const { userId, ctx } = await makeMember("csm");
  const [scene, stranger] = [await makeScene({ ownerId: userId }), await makeScene({ ownerId: userId })];
  await scene.addAlert({
    kind: "pages_missing",
    message: "yesterday",
    openedAt: new Date(Date.now() - 86_400_000),
  });
  await changeAll(scene);
  const openedAt = new Date(Date.now() + 1_000);
  await scene.addAlert({ kind: "currents_refused", message: "after", openedAt, sourceId: scene.sourceId });
  await stranger.addAlert({ kind: "currents_refused", message: "elsewhere", openedAt });
  await scene.addAlert({
    kind: "identity_mismatch",
    message: "two days later",
    openedAt: new Date(Date.now() + 2 * 86_400_000),
  });

  const { items } = await listOpenAlerts(ctx, { ownerId: "me" });
  const kinds = Object.fromEntries(
    items.map(({ message, changesBefore }) => [message, changesBefore.map(({ kind }) => kind)]),
  );
  expect(items.find(({ message }) => message === "after")?.changesBefore[2]?.fields).toMatchObject([
    { label: "Bearer token", after: expect.stringMatching(/^(Set|New value)$/) },
  ]);
  expect(kinds).toEqual({
    after: ["resume", "pause", "key"],
    elsewhere: [],
    yesterday: [],
    "two days later": [],
  });
  const own = await listCustomerAlerts(ctx, { customerId: scene.customerId, limit: 10 });
  expect(own.items.find(({ message }) => message === "after")?.changesBefore).toHaveLength(3);
});

test("an alert tells no change of the other flow, and none where no change can have caused it", async () => {
  const { userId, ctx } = await makeMember("csm");
  const scene = await makeScene({ ownerId: userId });
  const { sourceId } = scene;
  await changeAll(scene);
  const openedAt = new Date(Date.now() + 1_000);
  await scene.addAlert({ kind: "quarantine_share", message: "its own flow", openedAt, sourceId });
  await scene.addAlert({ kind: "new_event_types", message: "of Braze", openedAt, sourceId });
  await scene.addAlert({ kind: "members_refused", message: "the other flow", openedAt });
  const { items } = await listOpenAlerts(ctx, { ownerId: "me" });
  expect(
    Object.fromEntries(items.map(({ message, changesBefore }) => [message, changesBefore.length])),
  ).toEqual({ "its own flow": 3, "of Braze": 0, "the other flow": 0 });
});

test("what came with the creation of a source or destination is no suspect", async () => {
  const { userId, ctx } = await makeMember("csm");
  const scene = await makeScene({ ownerId: userId });
  const { customerId } = scene;
  const id = { subjectId: customerId, customerId, actorKind: "user" as const, actorName: "Ada" };
  await prisma.auditEntry.createMany({
    data: [
      { ...id, action: "customer.created", subjectKind: "customer" },
      { ...id, action: "source.created", subjectKind: "source" },
      {
        ...{ ...id, subjectId: scene.sourceId, action: "source.updated", subjectKind: "source" },
        after: { identityField: "user_id" },
      },
      { ...id, action: "endpoint.created", subjectKind: "endpoint" },
      { ...id, action: "destination.created", subjectKind: "destination" },
      { ...id, action: "endpoint.created", subjectKind: "endpoint" },
    ],
  });
  await scene.addAlert({
    kind: "currents_refused",
    message: "new",
    sourceId: scene.sourceId,
    openedAt: new Date(Date.now() + 1_000),
  });
  const { items } = await listOpenAlerts(ctx, { ownerId: "me" });
  expect(items.map(({ changesBefore }) => changesBefore.map(({ kind }) => kind))).toEqual([["mapping"]]);
});

test("a pause and a resumption of the whole customer are told as such; going live resumes nothing", async () => {
  const { customerId } = await makeScene();
  const { ctx } = await makeMember("csm");
  for (const [before, after] of [
    ["onboarding", "live"],
    ["live", "paused"],
    ["paused", "live"],
  ]) {
    await prisma.auditEntry.create({
      data: {
        ...{ actorKind: "user", actorName: "Ada", action: "customer.updated", customerId },
        ...{ subjectKind: "customer", subjectId: customerId },
        ...{ before: { state: before }, after: { state: after } },
      },
    });
  }
  const { items } = await listChanges(ctx, { customerId, from: lately() });
  expect(items.map(({ kind, flow }) => ({ kind, flow }))).toEqual([
    { kind: "resume", flow: null },
    { kind: "pause", flow: null },
    { kind: "live", flow: null },
  ]);
  expect(items.at(-1)?.fields.map(tellChange)).toEqual(["State: Onboarding → Live"]);
});
