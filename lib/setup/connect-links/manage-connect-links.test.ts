import { beforeAll, expect, test } from "vitest";
import * as revoke from "@/app/api/v1/customers/[customerId]/destinations/[destinationId]/connect-links/[connectLinkId]/revoke/route";
import * as links from "@/app/api/v1/customers/[customerId]/destinations/[destinationId]/connect-links/route";
import { prisma } from "@/lib/kernel/database";
import { archiveCustomer } from "@/lib/setup/customers/archive-customer";
import { createCustomer } from "@/lib/setup/customers/create-customer";
import { createDestination } from "@/lib/setup/destinations/create-destination";
import { callRoute } from "@/tools/testing/call-route";
import { makeKey, systemCtx } from "@/tools/testing/make-team";
import type { CreatedConnectLinkView } from "./connect-link-view";

let csm: string;
let viewer: string;

beforeAll(async () => {
  csm = await makeKey("csm");
  viewer = await makeKey("viewer");
});

async function makeDestination(): Promise<{ customerId: string; destinationId: string }> {
  const { id: customerId } = await createCustomer(systemCtx, { name: "Connected", ownerId: null });
  const { id } = await createDestination(systemCtx, { customerId, name: "Cohorts", brazeInstance: "US-01" });
  return { customerId, destinationId: id };
}

function create(params: Record<string, string>, body: object = {}, headers?: Record<string, string>) {
  return callRoute(links.POST, { method: "POST", key: csm, params, body, headers });
}

test("a link lasts 7 days by default, its address is shown once, and its token is nowhere in the database", async () => {
  const params = await makeDestination();
  const { status, body } = await create(params);
  const link = body as CreatedConnectLinkView;
  expect(status).toBe(201);
  expect(Date.parse(link.expiresAt) - Date.parse(link.createdAt)).toBe(7 * 24 * 3_600_000);

  const token = /^http:\/\/[^/]+\/connect\/([\w-]{43})$/.exec(link.url)?.[1] ?? "?";
  expect(link.hint).toBe(token.slice(-4));
  const listed = await callRoute(links.GET, { key: viewer, params });
  const stored = [await prisma.connectLink.findMany(), await prisma.auditEntry.findMany()];
  expect(listed.body).toMatchObject({ items: [{ id: link.id, hint: link.hint, state: "active" }] });
  for (const text of [listed, stored]) expect(JSON.stringify(text)).not.toContain(token);

  expect((await create(params, { validDays: 30 })).status).toBe(201);
  for (const validDays of [0, 31, 1.5, "7"]) expect((await create(params, { validDays })).status).toBe(400);
});

test("at most one link of a destination is active, even when many are made at once; each end is in the audit log", async () => {
  const params = await makeDestination();
  const made = await Promise.all(Array.from({ length: 5 }, () => create(params)));
  expect(made.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);

  const { body } = await callRoute(links.GET, { key: viewer, params });
  const states = (body as { items: { state: string }[] }).items.map(({ state }) => state);
  expect(states.toSorted()).toEqual(["active", "revoked", "revoked", "revoked", "revoked"]);
  const count = (action: string) =>
    prisma.auditEntry.count({ where: { customerId: params.customerId, action } });
  expect(await count("connect_link.created")).toBe(5);
  expect(await count("connect_link.revoked")).toBe(4);
});

test("a link can be revoked, once; expired and used ones say so", async () => {
  const params = await makeDestination();
  const { id } = (await create(params)).body as CreatedConnectLinkView;
  const ended = () =>
    callRoute(revoke.POST, { method: "POST", key: csm, params: { ...params, connectLinkId: id } });
  expect(await ended()).toMatchObject({ status: 200, body: { state: "revoked" } });
  expect(await ended()).toMatchObject({ status: 200, body: { state: "revoked" } });
  expect(await prisma.auditEntry.count({ where: { subjectId: id, action: "connect_link.revoked" } })).toBe(1);

  await prisma.connectLink.update({ where: { id }, data: { revokedAt: null, expiresAt: new Date(0) } });
  const state = async () =>
    ((await callRoute(links.GET, { key: viewer, params })).body as { items: [{ state: string }] }).items[0];
  expect(await state()).toMatchObject({ state: "expired" });
  await prisma.connectLink.update({ where: { id }, data: { usedAt: new Date() } });
  expect(await state()).toMatchObject({ state: "used" });
  expect(await ended()).toMatchObject({ status: 200, body: { state: "used", revokedAt: null } });
});

test("only a CSM makes and revokes links, only for this customer's destination, not for an archived customer", async () => {
  const [mine, other] = [await makeDestination(), await makeDestination()];
  const { id: connectLinkId } = (await create(mine)).body as CreatedConnectLinkView;
  const refused = [
    callRoute(links.POST, { method: "POST", key: viewer, params: mine, body: {} }),
    callRoute(revoke.POST, { method: "POST", key: viewer, params: { ...mine, connectLinkId } }),
  ];
  for (const answer of refused) expect((await answer).status).toBe(403);

  const foreign = { customerId: other.customerId, destinationId: mine.destinationId };
  const missing = [
    create(foreign),
    callRoute(links.GET, { key: viewer, params: foreign }),
    callRoute(revoke.POST, { method: "POST", key: csm, params: { ...other, connectLinkId } }),
  ];
  for (const answer of missing) expect((await answer).status).toBe(404);

  const { version } = await prisma.customer.findUniqueOrThrow({ where: { id: mine.customerId } });
  await archiveCustomer(systemCtx, { customerId: mine.customerId, version });
  expect((await create(mine)).status).toBe(409);
});

test("a repeat with the same Idempotency-Key makes no second link and says that the address was shown once", async () => {
  const params = await makeDestination();
  const twice = () => create(params, {}, { "idempotency-key": "connect-once" });
  expect((await twice()).status).toBe(201);
  expect(await twice()).toMatchObject({ status: 409, body: { error: { code: "conflict" } } });
  expect(await prisma.connectLink.count({ where: params })).toBe(1);
});
