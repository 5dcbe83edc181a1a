import { beforeAll, expect, test } from "vitest";
import * as reveal from "@/app/api/v1/customers/[customerId]/status-links/[statusLinkId]/reveal/route";
import * as revoke from "@/app/api/v1/customers/[customerId]/status-links/[statusLinkId]/revoke/route";
import * as one from "@/app/api/v1/customers/[customerId]/status-links/[statusLinkId]/route";
import * as links from "@/app/api/v1/customers/[customerId]/status-links/route";
import type { Handler } from "@/app/api/v1/operation";
import { prisma } from "@/lib/kernel/database";
import { archiveCustomer } from "@/lib/setup/customers/archive-customer";
import { createCustomer } from "@/lib/setup/customers/create-customer";
import { callRoute } from "@/tools/testing/call-route";
import { makeKey, systemCtx } from "@/tools/testing/make-team";
import type { RevealedStatusLinkView, StatusLinkView } from "./status-link-view";

const DAY_MS = 24 * 3_600_000;

let csm: string;
let viewer: string;

beforeAll(async () => {
  csm = await makeKey("csm");
  viewer = await makeKey("viewer");
});

async function makeCustomer(): Promise<string> {
  return (await createCustomer(systemCtx, { name: "Watched", ownerId: null })).id;
}

async function create(customerId: string, body: object = {}, headers?: Record<string, string>) {
  const answer = await callRoute(links.POST, {
    method: "POST",
    key: csm,
    params: { customerId },
    body,
    headers,
  });
  return { status: answer.status, link: answer.body as RevealedStatusLinkView };
}

function act(route: { POST: Handler }, params: Record<string, string>, key = csm) {
  return callRoute(route.POST, { method: "POST", key, params });
}

function change(params: Record<string, string>, body: object, key = csm) {
  return callRoute(one.PATCH, { method: "PATCH", key, params, body });
}

const countAudit = (subjectId: string, action: string) =>
  prisma.auditEntry.count({ where: { subjectId, action } });

test("a link lasts 90 days and allows only looking by default; its token is stored as a hash and encrypted", async () => {
  const customerId = await makeCustomer();
  const { status, link } = await create(customerId);
  expect(status).toBe(201);
  expect(link).toMatchObject({ state: "active", canSync: false, canToggle: false, canCopyEndpoints: false });
  expect(Date.parse(link.expiresAt ?? "") - Date.parse(link.createdAt)).toBe(90 * DAY_MS);

  const token = /^http:\/\/[^/]+\/status\/([\w-]{43})$/.exec(link.url)?.[1] ?? "?";
  const listed = await callRoute(links.GET, { key: viewer, params: { customerId } });
  const stored = [await prisma.statusLink.findMany(), await prisma.auditEntry.findMany()];
  expect(listed.body).toMatchObject({ items: [{ id: link.id, hint: token.slice(-4), lastUsedAt: null }] });
  for (const text of [listed, stored]) expect(JSON.stringify(text)).not.toContain(token);

  expect((await create(customerId, { validDays: null, canSync: true })).link).toMatchObject({
    expiresAt: null,
    canSync: true,
  });
  for (const validDays of [0, 366, "90"]) expect((await create(customerId, { validDays })).status).toBe(400);
});

test("a CSM can read the address again, which is logged; nobody can for an ended link", async () => {
  const customerId = await makeCustomer();
  const { link } = await create(customerId);
  const place = { customerId, statusLinkId: link.id };
  expect(await act(reveal, place)).toMatchObject({ status: 200, body: { url: link.url } });
  expect(await countAudit(link.id, "status_link.revealed")).toBe(1);

  expect(await act(revoke, place)).toMatchObject({ status: 200, body: { state: "revoked" } });
  expect((await act(revoke, place)).status).toBe(200);
  expect(await countAudit(link.id, "status_link.revoked")).toBe(1);
  expect((await act(reveal, place)).status).toBe(409);
  expect((await change(place, { version: 2, canSync: true })).status).toBe(409);
});

test("a change to what a link allows needs the current version, and the audit log shows the difference", async () => {
  const customerId = await makeCustomer();
  const { link } = await create(customerId, { canSync: true });
  const place = { customerId, statusLinkId: link.id };
  expect(await change(place, { version: 1, canToggle: true })).toMatchObject({
    status: 200,
    body: { canSync: true, canToggle: true, canCopyEndpoints: false, version: 2 },
  });
  expect((await change(place, { version: 1, canSync: false })).status).toBe(409);
  expect((await change(place, { version: 2, canToggle: true })).body).toMatchObject({ version: 2 });

  const entry = await prisma.auditEntry.findFirstOrThrow({
    where: { subjectId: link.id, action: "status_link.updated" },
  });
  expect(entry).toMatchObject({ before: { canToggle: false }, after: { canToggle: true, hint: link.hint } });
});

test("a viewer changes nothing, another customer's link is 404, and an archived customer gets none", async () => {
  const [mine, other] = [await makeCustomer(), await makeCustomer()];
  const { link } = await create(mine);
  const place = { customerId: mine, statusLinkId: link.id };
  const foreign = { customerId: other, statusLinkId: link.id };
  const asViewer = [
    callRoute(links.POST, { method: "POST", key: viewer, params: { customerId: mine }, body: {} }),
    act(reveal, place, viewer),
    act(revoke, place, viewer),
    change(place, { version: 1, canSync: true }, viewer),
  ];
  for (const answer of asViewer) expect((await answer).status).toBe(403);
  const elsewhere = [
    act(reveal, foreign),
    act(revoke, foreign),
    change(foreign, { version: 1, canSync: true }),
  ];
  for (const answer of elsewhere) expect((await answer).status).toBe(404);

  const { version } = await prisma.customer.findUniqueOrThrow({ where: { id: mine } });
  await archiveCustomer(systemCtx, { customerId: mine, version });
  expect((await create(mine)).status).toBe(409);
  expect((await act(reveal, place)).status).toBe(409);
});

test("a repeat with the same Idempotency-Key returns the same link; twenty are active at most", async () => {
  const customerId = await makeCustomer();
  const twice = () => create(customerId, {}, { "idempotency-key": "status-once" });
  const [first, second] = [await twice(), await twice()];
  expect(second.link).toEqual(first.link);

  const more = await Promise.all(Array.from({ length: 22 }, () => create(customerId)));
  expect(more.filter(({ status }) => status === 201)).toHaveLength(19);
  const { body } = await callRoute(links.GET, { key: viewer, params: { customerId } });
  expect((body as { items: StatusLinkView[] }).items).toHaveLength(20);
});
