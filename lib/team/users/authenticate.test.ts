import { beforeAll, expect, test } from "vitest";
import * as passwordLinks from "@/app/api/v1/password-links/route";
import { createAttempts } from "@/lib/kernel/attempts";
import { prisma } from "@/lib/kernel/database";
import { createApiKey } from "@/lib/team/api-keys/create-api-key";
import { revokeApiKey } from "@/lib/team/api-keys/revoke-api-key";
import { verifyApiKey } from "@/lib/team/api-keys/verify-api-key";
import { makeMember, makeSession, systemCtx } from "@/tools/testing/make-team";
import { authenticate } from "./authenticate";
import { countFailedSignIn } from "./count-failed-sign-in";
import { createUser } from "./create-user";
import { disableUser } from "./disable-user";
import { ensureFirstAdmin } from "./ensure-first-admin";
import { inviteUser } from "./invite-user";
import { knownDevice, newDevice } from "./known-device";
import { isPassword } from "./password";
import { redeemLink } from "./redeem-link";
import { updateUser } from "./update-user";

const password = "correct horse battery";
let first: Awaited<ReturnType<typeof ensureFirstAdmin>>[];

beforeAll(async () => {
  first = await Promise.all([ensureFirstAdmin(), ensureFirstAdmin(), ensureFirstAdmin()]);
});

test("processes that start together create one first admin, who sets a password with one link and signs in", async () => {
  const made = first.filter((admin) => admin !== null);
  expect(made).toHaveLength(1);
  expect(await ensureFirstAdmin()).toBeNull();

  const [admin] = made;
  const redemption = { token: admin?.link.url.split("/").at(-1) ?? "", password };
  await redeemLink(redemption, "a");
  await expect(redeemLink(redemption, "a")).rejects.toMatchObject({ code: "not_found" });
  const user = await authenticate({ email: admin?.email ?? "", password }, { address: "a" });
  expect(user).toMatchObject({ email: admin?.email, sessionEpoch: 1 });
});

test("only the right password of an enabled user signs in, whatever the case of the address", async () => {
  const user = await createUser(systemCtx, { email: "Ann@Example.com", name: "Ann", role: "csm", password });

  expect(await authenticate({ email: " ANN@example.com", password }, { address: "b" })).toMatchObject({
    id: user.id,
  });
  expect(await authenticate({ email: "ann@example.com", password: "wrong" }, { address: "b" })).toBeNull();
  expect(await authenticate({ email: "nobody@example.com", password }, { address: "b" })).toBeNull();

  await disableUser(systemCtx, { userId: user.id });
  expect(await authenticate({ email: "ann@example.com", password }, { address: "b" })).toBeNull();
});

test("a user's password is stored only as a slow hash, and email addresses are unique", async () => {
  const input = { email: "ben@example.com", name: "Ben", role: "viewer", password } as const;
  const results = await Promise.allSettled([createUser(systemCtx, input), createUser(systemCtx, input)]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);

  const stored = await prisma.user.findUniqueOrThrow({ where: { email: "ben@example.com" } });
  expect(stored.passwordHash).toMatch(/^scrypt\$32768\$8\$3\$/);
  expect(await isPassword(password, stored.passwordHash, null)).toBe(true);
});

test("after too many tries an email address has to wait", async () => {
  const tries = Array.from({ length: 40 }, () =>
    authenticate({ email: "guess@example.com", password: "guess" }, { address: "c" }),
  );
  const results = await Promise.allSettled(tries);
  const refused = results.filter((result) => result.status === "rejected");

  expect(refused.length).toBeGreaterThan(20);
  for (const { reason } of refused) expect(reason).toMatchObject({ code: "limit_reached" });
});

test("whoever tries from many addresses keeps neither the owner's own device nor a new link from signing in", async () => {
  const email = "target@example.com";
  const { link } = await inviteUser(systemCtx, { email, name: "Target", role: "csm" });
  const attack = () =>
    Promise.allSettled(
      Array.from({ length: 60 }, (_, n) =>
        authenticate(
          { email, password: "guess" },
          { address: `10.0.0.${n % 12}`, device: newDevice("x@example.com") },
        ),
      ),
    );
  const refused = (await attack()).filter(({ status }) => status === "rejected");
  expect(refused.length).toBeGreaterThan(45);

  const redeemed = await passwordLinks.POST(
    new Request("http://127.0.0.1:3000/api/v1/password-links", {
      method: "POST",
      body: JSON.stringify({ token: link?.url.split("/").at(-1), password }),
    }),
    { params: Promise.resolve({}) },
  );
  const device = /tributary-device=([^;]+)/.exec(redeemed.headers.getSetCookie().join("\n"))?.[1];
  const goingOn = attack();
  await expect(authenticate({ email, password }, { address: "10.0.1.1" })).rejects.toMatchObject({
    code: "limit_reached",
    message: expect.stringContaining("ask an admin"),
  });
  expect(await authenticate({ email, password }, { address: "10.0.0.1", device })).toMatchObject({ email });
  await goingOn;

  // The device's own tries are limited too, and belong to this person only.
  const tries = await Promise.allSettled(
    Array.from({ length: 20 }, () => authenticate({ email, password: "guess" }, { address: "d", device })),
  );
  expect(tries.filter(({ status }) => status === "rejected").length).toBeGreaterThan(5);
});

test("whoever guesses at many accounts from many networks keeps nobody from signing in on a device of theirs", async () => {
  const email = "owner@example.com";
  await createUser(systemCtx, { email, name: "Owner", role: "csm", password });
  const device = newDevice(email);
  const guessAt = (address: string) =>
    authenticate({ email: `nobody-${address}@example.com`, password: "guess" }, { address });
  const guesses = Promise.allSettled(
    Array.from({ length: 60 }, (_, n) => [guessAt(`10.1.0.${n}`), guessAt(`10.1.0.${n}`)]).flat(),
  );
  for (let time = 0; time < 4; time++)
    expect(await authenticate({ email, password }, { address: "10.1.0.1", device })).toMatchObject({ email });

  const refused = (await guesses).filter(({ status }) => status === "rejected");
  expect(refused.length).toBeGreaterThan(0);
});

test("of strangers one network leaves room for others", async () => {
  const guess = (n: number, address: string) =>
    authenticate({ email: `x${n}-${address}@example.com`, password: "guess" }, { address });
  const flood = Promise.allSettled(Array.from({ length: 30 }, (_, n) => guess(n, "10.2.0.1")));
  expect(await guess(0, "10.2.0.2")).toBeNull();
  expect((await flood).filter(({ status }) => status === "fulfilled")).toHaveLength(5);
});

test("a device cookie that is forged or another person's is none", () => {
  const mine = newDevice("ann@example.com");
  expect(knownDevice(mine, "ann@example.com")).toBe(mine.split(".")[0]);
  for (const cookie of [undefined, "", ".", "a.b", `x${mine}`, `${mine}x`, newDevice("ben@example.com")])
    expect(knownDevice(cookie, "ann@example.com")).toBeNull();
});

test("failed sign-ins leave one entry with a number, not one for each", async () => {
  const { userId } = await makeMember("csm");
  const entries = () =>
    prisma.auditEntry.findMany({
      where: { action: { in: ["user.sign_in_refused", "user.signed_in"] }, subjectId: userId },
      orderBy: { id: "asc" },
    });
  await Promise.all(Array.from({ length: 8 }, () => countFailedSignIn(userId, "a")));
  expect(await entries()).toMatchObject([{ actorKind: "system", after: { tries: 1 } }]);

  await makeSession(userId);
  expect((await entries())[1]).toMatchObject({ action: "user.signed_in", after: { failedTriesBefore: 7 } });

  await prisma.signInFailure.update({
    where: { subject: userId },
    data: { notedAt: new Date(Date.now() - 3_601_000), tries: 41 },
  });
  await countFailedSignIn(userId, "a");
  expect((await entries())[2]).toMatchObject({ after: { tries: 42 } });

  const ofNobody = () => prisma.auditEntry.count({ where: { subjectId: "unknown" } });
  const before = await ofNobody();
  for (let n = 0; n < 5; n++) await countFailedSignIn(null, "a");
  expect((await ofNobody()) - before).toBeLessThanOrEqual(1);
});

test("a key that is used again after a long silence leaves an entry, once", async () => {
  const { userId } = await makeMember("csm");
  const { id, key } = await createApiKey(systemCtx, { userId, name: "old script", role: "csm" });
  const entries = () =>
    prisma.auditEntry.count({ where: { action: "api_key.used_after_silence", subjectId: id } });
  await verifyApiKey(key);
  expect(await entries()).toBe(0);

  await prisma.apiKey.update({ where: { id }, data: { lastUsedAt: new Date(Date.now() - 31 * 86_400_000) } });
  await Promise.all([verifyApiKey(key), verifyApiKey(key), verifyApiKey(key)]);
  await verifyApiKey(key);
  expect(await entries()).toBe(1);
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
