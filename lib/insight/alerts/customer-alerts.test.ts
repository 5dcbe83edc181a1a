import { beforeEach, expect, test } from "vitest";
import * as muteRoute from "@/app/api/v1/customers/[customerId]/alerts/mute/route";
import * as alertsRoute from "@/app/api/v1/customers/[customerId]/alerts/route";
import { prisma } from "@/lib/kernel/database";
import { callRoute } from "@/tools/testing/call-route";
import { type HealthScene, makeScene } from "@/tools/testing/customer-health";
import { makeKey } from "@/tools/testing/make-team";

let scene: HealthScene;
let params: { customerId: string };
beforeEach(async () => {
  scene = await makeScene();
  params = { customerId: scene.customerId };
});

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const mute = (key: string, until: unknown, of = params) =>
  callRoute(muteRoute.POST, { method: "POST", key, params: of, body: { until } });

test("a CSM mutes a customer and ends the mute, with an audit entry each; a repeat adds none", async () => {
  const key = await makeKey("csm");
  const until = inHours(2);
  expect(await mute(key, until)).toEqual({ status: 200, body: { mutedUntil: until } });
  await mute(key, until);
  expect(await callRoute(muteRoute.DELETE, { method: "DELETE", key, params, body: {} })).toEqual({
    status: 200,
    body: { mutedUntil: null },
  });
  await callRoute(muteRoute.DELETE, { method: "DELETE", key, params, body: {} });

  const entries = await prisma.auditEntry.findMany({ where: params, orderBy: { id: "asc" } });
  expect(entries).toMatchObject([
    { action: "customer.muted", before: { mutedUntil: null }, after: { mutedUntil: until } },
    { action: "customer.unmuted", before: { mutedUntil: until }, after: { mutedUntil: null } },
  ]);
  expect(
    (await prisma.customer.findUniqueOrThrow({ where: { id: scene.customerId } })).mutedUntil,
  ).toBeNull();
});

test.each([[-1], [31 * 24], ["soon"]])("a mute until %s is refused, naming the field", async (hours) => {
  const answer = await mute(await makeKey("csm"), typeof hours === "number" ? inHours(hours) : hours);
  expect(answer).toMatchObject({
    status: 400,
    body: { error: { code: "invalid", details: { fields: { until: expect.any(String) } } } },
  });
});

test("a viewer mutes nobody, an unknown customer is 404, an archived one a conflict", async () => {
  expect((await mute(await makeKey("viewer"), inHours(1))).status).toBe(403);
  const key = await makeKey("csm");
  expect((await mute(key, inHours(1), { customerId: scene.sourceId })).status).toBe(404);
  await prisma.customer.update({ where: { id: scene.customerId }, data: { state: "archived" } });
  expect((await mute(key, inHours(1))).status).toBe(409);
});

test("a customer's alerts come latest first across pages, open and resolved apart, and never another's", async () => {
  const key = await makeKey("viewer");
  const other = await makeScene();
  await other.addAlert({ kind: "no_events", message: "another's" });
  for (let day = 1; day <= 5; day++) {
    const openedAt = new Date(Date.UTC(2026, 10, day));
    const { id } = await scene.addAlert({ kind: "no_events", message: `day ${day}`, openedAt });
    if (day % 2 === 0) await prisma.alert.update({ where: { id }, data: { resolvedAt: new Date() } });
  }
  const read = async (query: string) =>
    (await callRoute(alertsRoute.GET, { key, params, query })).body as {
      items: { message: string; place: unknown }[];
      nextCursor: string | null;
    };

  const first = await read("?limit=3");
  const rest = await read(`?limit=3&cursor=${first.nextCursor}`);
  expect([...first.items, ...rest.items].map(({ message }) => message)).toEqual([
    "day 5",
    "day 4",
    "day 3",
    "day 2",
    "day 1",
  ]);
  expect(rest.nextCursor).toBeNull();
  expect((await read("?state=resolved")).items.map(({ message }) => message)).toEqual(["day 4", "day 2"]);
  expect((await read("?state=open")).items).toHaveLength(3);
  expect(first.items[0]?.place).toEqual({
    path: `/customers/${scene.customerId}/setup`,
    label: "Open Setup",
  });
});
