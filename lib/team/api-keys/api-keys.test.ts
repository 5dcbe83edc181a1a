import { beforeAll, expect, test } from "vitest";
import * as revoke from "@/app/api/v1/api-keys/[apiKeyId]/revoke/route";
import * as apiKeys from "@/app/api/v1/api-keys/route";
import * as me from "@/app/api/v1/me/route";
import { prisma } from "@/lib/kernel/database";
import { callRoute } from "@/tools/testing/call-route";
import { makeMember } from "@/tools/testing/make-team";
import { createApiKey } from "./create-api-key";
import { listApiKeys } from "./list-api-keys";
import { revokeApiKey } from "./revoke-api-key";

type Member = Awaited<ReturnType<typeof makeMember>>;
let admin: Member;
let csm: Member;
let viewer: Member;

beforeAll(async () => {
  admin = await makeMember("admin");
  csm = await makeMember("csm");
  viewer = await makeMember("viewer");
});

test("everybody makes their own keys, with at most their own role; only an admin makes someone else's", async () => {
  const own = await createApiKey(csm.ctx, { name: "mine", role: "csm" });
  expect(own).toMatchObject({ role: "csm", user: { id: csm.userId }, lastUsedAt: null, revokedAt: null });
  expect(own.key.endsWith(own.hint)).toBe(true);

  await expect(createApiKey(viewer.ctx, { name: "more", role: "csm" })).rejects.toMatchObject({
    code: "forbidden",
  });
  const others = { name: "theirs", role: "viewer", userId: viewer.userId } as const;
  await expect(createApiKey(csm.ctx, others)).rejects.toMatchObject({ code: "forbidden" });
  expect(await createApiKey(admin.ctx, others)).toMatchObject({ user: { id: viewer.userId } });
  await expect(createApiKey(admin.ctx, { ...others, role: "admin" })).rejects.toMatchObject({
    code: "invalid",
  });
});

test("a key is made by a key within its own role, for the same user", async () => {
  const { key } = await createApiKey(csm.ctx, { name: "narrow", role: "viewer" });
  const make = (role: string) =>
    callRoute(apiKeys.POST, { method: "POST", key, body: { name: "from a script", role } });
  expect((await make("csm")).status).toBe(403);
  expect(await make("viewer")).toMatchObject({ status: 201, body: { user: { id: csm.userId } } });
});

test("an admin sees and revokes all keys, others only their own; someone else's is 404", async () => {
  const theirs = await createApiKey(csm.ctx, { name: "of the csm", role: "csm" });
  const names = async ({ ctx }: Member) =>
    (await listApiKeys(ctx, { limit: 100 })).items.map(({ name }) => name);
  expect(await names(admin)).toContain("of the csm");
  expect(await names(csm)).toContain("of the csm");
  expect(await names(viewer)).not.toContain("of the csm");

  await expect(revokeApiKey(viewer.ctx, { apiKeyId: theirs.id })).rejects.toMatchObject({
    code: "not_found",
  });
  await revokeApiKey(admin.ctx, { apiKeyId: theirs.id });
  await revokeApiKey(csm.ctx, { apiKeyId: theirs.id });
  const state = async (wanted: "active" | "revoked") =>
    (await listApiKeys(csm.ctx, { limit: 100, state: wanted })).items.some(({ id }) => id === theirs.id);
  expect([await state("active"), await state("revoked")]).toEqual([false, true]);

  const entries = await prisma.auditEntry.findMany({
    where: { subjectId: theirs.id },
    orderBy: { id: "asc" },
  });
  expect(entries.map(({ action, actorId }) => [action, actorId])).toEqual([
    ["api_key.created", csm.userId],
    ["api_key.revoked", admin.userId],
  ]);
  expect(JSON.stringify(entries)).not.toContain(theirs.key);
});

test("through the API a key is shown once, works at once, and stops at once when revoked", async () => {
  const { key: own } = await createApiKey(csm.ctx, { name: "maker", role: "csm" });
  const request = {
    method: "POST",
    key: own,
    body: { name: "script", role: "viewer" },
    headers: { "idempotency-key": "key-1" },
  };
  const created = await callRoute(apiKeys.POST, request);
  const { id, key } = created.body as { id: string; key: string };
  expect(created.status).toBe(201);
  expect((await callRoute(apiKeys.POST, request)).body).toMatchObject({ id, key: null });

  expect((await callRoute(me.GET, { key })).body).toMatchObject({ kind: "api_key", role: "viewer" });
  const list = await callRoute(apiKeys.GET, { key: own });
  expect(JSON.stringify(list.body)).not.toContain(key);
  expect(JSON.stringify(list.body)).toContain(id);

  const revoked = await callRoute(revoke.POST, { method: "POST", key: own, params: { apiKeyId: id } });
  expect(revoked).toMatchObject({ status: 200, body: { id, revokedAt: expect.any(String) } });
  expect((await callRoute(me.GET, { key })).status).toBe(401);
});
