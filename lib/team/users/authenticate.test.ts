import { beforeAll, expect, test } from "vitest";
import { createAttempts } from "@/lib/kernel/attempts";
import { prisma } from "@/lib/kernel/database";
import { createApiKey } from "@/lib/team/api-keys/create-api-key";
import { revokeApiKey } from "@/lib/team/api-keys/revoke-api-key";
import { verifyApiKey } from "@/lib/team/api-keys/verify-api-key";
import { makeMember, systemCtx } from "@/tools/testing/make-team";
import { authenticate } from "./authenticate";
import { createUser } from "./create-user";
import { disableUser } from "./disable-user";
import { ensureFirstAdmin } from "./ensure-first-admin";
import { isPassword } from "./password";
import { readActor } from "./read-actor";
import { updateUser } from "./update-user";

const password = "correct horse battery";
let first: Awaited<ReturnType<typeof ensureFirstAdmin>>[];

beforeAll(async () => {
  first = await Promise.all([ensureFirstAdmin(), ensureFirstAdmin(), ensureFirstAdmin()]);
});

test("processes that start together create one first admin, who can sign in", async () => {
  const made = first.filter((admin) => admin !== null);
  expect(made).toHaveLength(1);
  expect(await ensureFirstAdmin()).toBeNull();

  const [admin] = made;
  const user = await authenticate({ email: admin?.email ?? "", password: admin?.password ?? "" }, "a");
  expect(user).toMatchObject({ email: admin?.email, sessionEpoch: 0 });
});

test("only the right password of an enabled user signs in, whatever the case of the address", async () => {
  const user = await createUser(systemCtx, { email: "Ann@Example.com", name: "Ann", role: "csm", password });

  expect(await authenticate({ email: " ANN@example.com", password }, "b")).toMatchObject({ id: user.id });
  expect(await authenticate({ email: "ann@example.com", password: "wrong" }, "b")).toBeNull();
  expect(await authenticate({ email: "nobody@example.com", password }, "b")).toBeNull();

  await disableUser(systemCtx, { userId: user.id });
  expect(await authenticate({ email: "ann@example.com", password }, "b")).toBeNull();
  expect(await readActor({ userId: user.id, epoch: 0 })).toBeNull();
});

test("a user's password is stored only as a slow hash, and e-mail addresses are unique", async () => {
  const input = { email: "ben@example.com", name: "Ben", role: "viewer", password } as const;
  const results = await Promise.allSettled([createUser(systemCtx, input), createUser(systemCtx, input)]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);

  const stored = await prisma.user.findUniqueOrThrow({ where: { email: "ben@example.com" } });
  expect(stored.passwordHash).toMatch(/^scrypt\$32768\$8\$3\$/);
  expect(await isPassword(password, stored.passwordHash)).toBe(true);
});

test("after too many tries an e-mail address has to wait", async () => {
  const tries = Array.from({ length: 40 }, () =>
    authenticate({ email: "guess@example.com", password: "guess" }, "c"),
  );
  const results = await Promise.allSettled(tries);
  const refused = results.filter((result) => result.status === "rejected");

  expect(refused.length).toBeGreaterThan(20);
  for (const { reason } of refused) expect(reason).toMatchObject({ code: "limit_reached" });
});

test("attempts return with time, subjects have separate attempts, and old subjects are forgotten", () => {
  const attempts = createAttempts({ burst: 2, refillSeconds: 10, maxSubjects: 2 });
  expect([attempts.take("a", 0), attempts.take("a", 0), attempts.take("a", 0)]).toEqual([true, true, false]);
  expect([attempts.take("b", 0), attempts.take("a", 9_000), attempts.take("a", 11_000)]).toEqual([
    true,
    false,
    true,
  ]);
  attempts.take("c", 12_000);
  expect([attempts.take("b", 12_000), attempts.take("b", 12_000)]).toEqual([true, true]);
});

test("an API key works until it is revoked or its user disabled, and never above its user's role", async () => {
  const { userId } = await makeMember("admin");
  await makeMember("admin");
  const { id, key } = await createApiKey(systemCtx, { userId, name: "script", role: "admin" });
  await updateUser(systemCtx, { userId, version: 1, role: "csm" });
  expect(await verifyApiKey(key)).toMatchObject({ kind: "api_key", id, role: "csm" });
  expect(await verifyApiKey(`${key}x`)).toBeNull();
  expect((await prisma.apiKey.findUniqueOrThrow({ where: { id } })).lastUsedAt).not.toBeNull();

  await revokeApiKey(systemCtx, { apiKeyId: id });
  expect(await verifyApiKey(key)).toBeNull();

  const second = await createApiKey(systemCtx, { userId, name: "script", role: "csm" });
  await disableUser(systemCtx, { userId });
  expect(await verifyApiKey(second.key)).toBeNull();
});

test("the last admin cannot be disabled, even when two disable each other", async () => {
  await prisma.user.updateMany({ where: { role: "admin" }, data: { role: "viewer" } });
  const [one, two] = [await makeMember("admin"), await makeMember("admin")];
  const results = await Promise.allSettled([
    disableUser(one.ctx, { userId: two.userId }),
    disableUser(two.ctx, { userId: one.userId }),
  ]);

  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});
