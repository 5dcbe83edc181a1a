import { beforeAll, expect, test } from "vitest";
import * as me from "@/app/api/v1/me/route";
import * as passwordLinks from "@/app/api/v1/password-links/route";
import * as disable from "@/app/api/v1/users/[userId]/disable/route";
import * as user from "@/app/api/v1/users/[userId]/route";
import * as users from "@/app/api/v1/users/route";
import { prisma } from "@/lib/kernel/database";
import { readSession } from "@/lib/team/sessions/read-session";
import { callRoute } from "@/tools/testing/call-route";
import { makeKey, makeMember, makeSession, systemCtx } from "@/tools/testing/make-team";
import { authenticate } from "./authenticate";
import { changePassword } from "./change-password";
import { createUser } from "./create-user";
import { disableUser } from "./disable-user";
import { enableUser } from "./enable-user";
import { type InvitedUserView, inviteAgain, inviteUser } from "./invite-user";
import { listUsers } from "./list-users";
import { redeemLink, showLink } from "./redeem-link";
import { resetPassword } from "./reset-password";
import { updateUser } from "./update-user";

const password = "correct horse battery";
let admin: Awaited<ReturnType<typeof makeMember>>;
let made = 0;

beforeAll(async () => {
  admin = await makeMember("admin");
});

const tokenOf = ({ link }: InvitedUserView) => link?.url.split("/").at(-1) ?? "";

function invite(role: "admin" | "csm" | "viewer" = "csm"): Promise<InvitedUserView> {
  return inviteUser(admin.ctx, { email: `new-${++made}@example.com`, name: "New", role });
}

/** Whether a session's cookie still works. */
async function isLive(cookie: string): Promise<boolean> {
  return (await readSession(cookie.split("=")[1] ?? "")) !== null;
}

test("an invited person sets their own password with the link, once, and can then sign in", async () => {
  const invited = await invite();
  expect(invited.user).toMatchObject({ state: "invited", link: { kind: "invite" } });
  expect(invited.link?.url).toMatch(/^http:\/\/127\.0\.0\.1:3000\/set-password\/[\w-]{43}$/);

  const token = tokenOf(invited);
  expect(await showLink(token, "a")).toMatchObject({ email: invited.user.email, kind: "invite" });
  const answers = await Promise.allSettled([1, 2, 3].map(() => redeemLink({ token, password }, "a")));
  expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
  expect(await showLink(token, "a")).toBeNull();
  expect(await authenticate({ email: invited.user.email, password }, { address: "a" })).toMatchObject({
    id: invited.user.id,
  });
});

test("a link ends after 7 days, when a newer one is made, and with its user's account", async () => {
  const invited = await invite();
  const { id } = invited.user;
  const again = await inviteAgain(admin.ctx, { userId: id });
  expect(await showLink(tokenOf(invited), "b")).toBeNull();
  expect(await showLink(tokenOf(again), "b")).not.toBeNull();

  const days = (Date.parse(again.link?.expiresAt ?? "") - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(6.99);
  expect(days).toBeLessThanOrEqual(7);
  await prisma.userLink.updateMany({ where: { userId: id }, data: { expiresAt: new Date() } });
  await expect(redeemLink({ token: tokenOf(again), password }, "b")).rejects.toMatchObject({
    code: "not_found",
  });

  const third = await inviteAgain(admin.ctx, { userId: id });
  await disableUser(admin.ctx, { userId: id });
  await expect(redeemLink({ token: tokenOf(third), password }, "b")).rejects.toMatchObject({
    code: "not_found",
  });
  await enableUser(admin.ctx, { userId: id });
  expect(await showLink(tokenOf(third), "b")).toBeNull();
});

test("guessing links is throttled by address", async () => {
  const tries = await Promise.allSettled(Array.from({ length: 50 }, () => showLink("guess", "guesser")));
  expect(tries.filter(({ status }) => status === "rejected").length).toBeGreaterThan(15);
  expect(await showLink("guess", "somebody else")).toBeNull();
});

test("a reset ends the old password and every session at once; a new password ends the sessions begun before it", async () => {
  const { id, email } = await createUser(systemCtx, {
    email: "reset@example.com",
    name: "Rae",
    role: "csm",
    password,
  });
  const before = await makeSession(id);
  expect(await isLive(before)).toBe(true);

  const reset = await resetPassword(admin.ctx, { userId: id });
  expect(reset.user).toMatchObject({ state: "active", link: { kind: "reset" } });
  expect(await isLive(before)).toBe(false);
  expect(await authenticate({ email, password }, { address: "c" })).toBeNull();

  await redeemLink({ token: tokenOf(reset), password: "another password" }, "c");
  const after = await makeSession(id);
  expect(await isLive(after)).toBe(true);

  const ctx = { actor: { kind: "user", id, name: "Rae", role: "csm" } } as const;
  const wrong = { currentPassword: password, password: "a third password" };
  await expect(changePassword(ctx, wrong, "c")).rejects.toMatchObject({
    code: "invalid",
    details: { fields: { currentPassword: expect.any(String) } },
  });
  await changePassword(ctx, { ...wrong, currentPassword: "another password" }, "c");
  expect(await isLive(after)).toBe(false);
  expect(await authenticate({ email, password: "a third password" }, { address: "c" })).not.toBeNull();
});

test("enabling an account restores its password, not its sessions", async () => {
  const { id, email } = await createUser(systemCtx, {
    email: "enable@example.com",
    name: "Eve",
    role: "csm",
    password,
  });
  const session = await makeSession(id);
  await disableUser(admin.ctx, { userId: id });
  await enableUser(admin.ctx, { userId: id });
  expect(await isLive(session)).toBe(false);
  expect(await authenticate({ email, password }, { address: "d" })).not.toBeNull();
});

test("nobody disables or resets themselves", async () => {
  await makeMember("admin");
  const self = { userId: admin.userId };
  await expect(disableUser(admin.ctx, self)).rejects.toMatchObject({ code: "conflict" });
  await expect(resetPassword(admin.ctx, self)).rejects.toMatchObject({ code: "conflict" });
});

test("of two admins who demote and disable each other one stays, and an invited admin does not replace one", async () => {
  const others = await prisma.user.findMany({ where: { role: "admin", id: { not: admin.userId } } });
  await prisma.user.updateMany({
    where: { id: { in: others.map(({ id }) => id) } },
    data: { role: "viewer" },
  });
  const two = await makeMember("admin");
  await invite("admin");

  const results = await Promise.allSettled([
    disableUser(admin.ctx, { userId: two.userId }),
    updateUser(two.ctx, { userId: admin.userId, version: 1, role: "viewer" }),
  ]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);

  await prisma.user.update({
    where: { id: admin.userId },
    data: { role: "admin", disabledAt: null, version: 1 },
  });
  await prisma.user.update({ where: { id: two.userId }, data: { role: "viewer" } });
  await expect(
    updateUser(admin.ctx, { userId: admin.userId, version: 1, role: "csm" }),
  ).rejects.toMatchObject({ code: "conflict" });
});

test("when two edit the same member, the second is told", async () => {
  const { user } = await invite();
  const edit = { userId: user.id, version: user.version };
  await updateUser(admin.ctx, { ...edit, name: "First" });
  await expect(updateUser(admin.ctx, { ...edit, role: "viewer" })).rejects.toMatchObject({
    code: "conflict",
    details: { yourVersion: 1, currentVersion: 2 },
  });
});

test("every change has its audit entry with before and after, and none holds a secret", async () => {
  const invited = await invite("viewer");
  const userId = invited.user.id;
  await redeemLink({ token: tokenOf(invited), password }, "e");
  const { version } = await updateUser(admin.ctx, { userId, version: 1, role: "csm" });
  const reset = await resetPassword(admin.ctx, { userId });
  await disableUser(admin.ctx, { userId });
  await enableUser(admin.ctx, { userId });

  const entries = await prisma.auditEntry.findMany({ where: { subjectId: userId }, orderBy: { id: "asc" } });
  expect(version).toBe(2);
  expect(entries.map(({ action, actorId }) => [action, actorId])).toEqual([
    ["user.invited", admin.userId],
    ["user.password_set", userId],
    ["user.updated", admin.userId],
    ["user.reset", admin.userId],
    ["user.disabled", admin.userId],
    ["user.enabled", admin.userId],
  ]);
  expect(entries[2]).toMatchObject({ before: { role: "viewer" }, after: { role: "csm" } });
  const text = JSON.stringify(entries);
  for (const secret of [tokenOf(invited), tokenOf(reset), password, "scrypt"])
    expect(text).not.toContain(secret);
});

test("everybody reads the team, page by page; only admins change it; no answer contains a secret", async () => {
  const [viewer, csm, adminKey] = await Promise.all([makeKey("viewer"), makeKey("csm"), makeKey("admin")]);
  const list = await callRoute(users.GET, { key: viewer, query: "?limit=2" });
  expect(list).toMatchObject({ status: 200, body: { nextCursor: expect.any(String) } });
  expect(JSON.stringify(list.body)).not.toMatch(/scrypt|hash/i);
  const first = await listUsers(admin.ctx, { limit: 2 });
  const second = await listUsers(admin.ctx, { limit: 100, cursor: first.nextCursor ?? "" });
  expect(first.items.length + second.items.length).toBe(await prisma.user.count());

  const { user: target } = await invite();
  const params = { userId: target.id };
  const body = { email: "x@example.com", name: "X", role: "admin" };
  for (const key of [viewer, csm]) {
    expect((await callRoute(users.POST, { method: "POST", key, body })).status).toBe(403);
    const edit = { method: "PATCH", key, params, body: { version: 1, role: "admin" } };
    expect((await callRoute(user.PATCH, edit)).status).toBe(403);
    expect((await callRoute(disable.POST, { method: "POST", key, params })).status).toBe(403);
  }
  expect(await callRoute(me.GET, { key: viewer })).toMatchObject({
    status: 200,
    body: { kind: "api_key", role: "viewer", user: { role: "viewer" } },
  });

  const once = { method: "POST", key: adminKey, body, headers: { "idempotency-key": "invite" } };
  const [one, two] = [await callRoute(users.POST, once), await callRoute(users.POST, once)];
  expect(one).toMatchObject({ status: 201, body: { link: { url: expect.any(String) } } });
  expect(two).toMatchObject({ status: 201, body: { user: { email: "x@example.com" }, link: null } });
  expect((await callRoute(users.POST, { method: "POST", key: adminKey, body })).status).toBe(409);
});

test("the public call takes a token and a password, and does not reveal what was wrong with a token", async () => {
  const invited = await invite();
  const call = (body: unknown) =>
    callRoute(passwordLinks.POST, { method: "POST", body, headers: { "x-tributary-address": "10.0.0.1" } });

  expect((await call({ token: "nonsense", password })).status).toBe(404);
  expect(await call({ token: tokenOf(invited), password: "short" })).toMatchObject({
    status: 400,
    body: { error: { details: { fields: { password: expect.any(String) } } } },
  });
  expect((await call([])).status).toBe(400);
  expect(await call({ token: tokenOf(invited), password })).toEqual({
    status: 200,
    body: { email: invited.user.email },
  });
});
