import { expect, test } from "vitest";
import { GET } from "@/app/api/v1/alerts/route";
import { prisma } from "@/lib/kernel/database";
import { pauseSource } from "@/lib/setup/sources/pause-source";
import { callRoute } from "@/tools/testing/call-route";
import { makeScene } from "@/tools/testing/customer-health";
import { makeKey, makeMember, systemCtx } from "@/tools/testing/make-team";
import type { AlertView } from "./alert-view";
import { listOpenAlerts } from "./list-open-alerts";

const messages = (items: readonly AlertView[]) => items.map(({ message }) => message);

test("what does harm comes before a Heap that is down, which nobody here can end, and that before what only asks", async () => {
  const { userId, ctx } = await makeMember("csm");
  const scene = await makeScene({ ownerId: userId });
  const kinds = [
    "identity_mismatch",
    "currents_refused",
    "no_events",
    "braze_key_refused",
    "deliveries_failing",
    "quarantine_share",
    "new_event_types",
  ];
  for (const kind of kinds.toReversed()) await scene.addAlert({ kind, message: kind });
  const { items } = await listOpenAlerts(ctx, { ownerId: "me" });
  expect(messages(items)).toEqual(kinds);
  expect(items.find(({ kind }) => kind === "deliveries_failing")).toMatchObject({ acting: "wait" });
});

test("open alerts come once each across pages: what stops a flow first, then the longest open", async () => {
  const { userId, ctx } = await makeMember("csm");
  const scene = await makeScene({ ownerId: userId });
  const openedAt = new Date("2026-11-01T00:00:00.123Z");
  for (const message of ["third", "fourth"])
    await scene.addAlert({ kind: "members_refused", message, openedAt });
  await scene.addAlert({ kind: "recurring_cap", message: "last" });
  await scene.addAlert({ kind: "braze_key_refused", message: "second" });
  await scene.addAlert({ kind: "braze_key_refused", message: "first", openedAt });
  const ended = await scene.addAlert({ kind: "pages_missing", message: "ended", openedAt });
  await prisma.alert.update({ where: { id: ended.id }, data: { resolvedAt: new Date() } });

  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listOpenAlerts(ctx, { ownerId: "me", limit: 2, cursor });
    found.push(...messages(page.items));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect([...found.slice(0, 2), ...found.slice(2, 4).toSorted(), ...found.slice(4)]).toEqual([
    "first",
    "second",
    "fourth",
    "third",
    "last",
  ]);
});

test("a paused customer's alerts are not in the list, but at the customer", async () => {
  const scene = await makeScene({ state: "paused" });
  await scene.addAlert({ kind: "pages_missing", message: "of a paused one" });

  const all = await listOpenAlerts(systemCtx, { limit: 100 });
  expect(messages(all.items)).not.toContain("of a paused one");
  const own = await listOpenAlerts(systemCtx, { customerId: scene.customerId });
  expect(messages(own.items)).toEqual(["of a paused one"]);
});

test("the route names customer, next action and what it is about; an unknown customer is 404", async () => {
  const key = await makeKey("viewer");
  const scene = await makeScene({ name: "Alerted" });
  const segment = await scene.addSegment({});
  await scene.addAlert({ kind: "recurring_cap", message: "No room", segmentId: segment.id });

  expect(await callRoute(GET, { key, query: `?customerId=${scene.customerId}` })).toMatchObject({
    status: 200,
    body: {
      items: [
        {
          customer: { id: scene.customerId, name: "Alerted", state: "live" },
          kind: "recurring_cap",
          harm: "lacks",
          acting: "us",
          isDismissable: true,
          message: "No room",
          nextAction: "Do this.",
          segmentId: segment.id,
        },
      ],
      nextCursor: null,
    },
  });
  expect(
    (await callRoute(GET, { key, query: "?customerId=0197f9c0-0000-7000-8000-000000000000" })).status,
  ).toBe(404);
});

test("an alert of identities that Heap does not know names the source to pause while it runs, and no other alert does", async () => {
  const { userId, ctx } = await makeMember("csm");
  const scene = await makeScene({ ownerId: userId });
  const { customerId, sourceId } = scene;
  for (const kind of ["identity_mismatch", "quarantine_share"]) {
    const { id } = await scene.addAlert({ kind, message: kind });
    await prisma.alert.update({ where: { id }, data: { sourceId } });
  }
  const named = async () =>
    (await listOpenAlerts(ctx, { ownerId: "me" })).items.map(
      ({ sourceToPause }) => sourceToPause?.id ?? null,
    );
  expect(await named()).toEqual([sourceId, null]);
  await pauseSource(ctx, { customerId, sourceId });
  expect(await named()).toEqual([null, null]);
});
