import { expect, test } from "vitest";
import type { Actor } from "@/lib/kernel/actor";
import { pool, prisma } from "@/lib/kernel/database";
import { applyRetention } from "@/lib/privacy/retention/apply-retention";
import { makeMember, makeSession } from "@/tools/testing/make-team";
import { endSession } from "./end-session";
import { listSessions } from "./list-sessions";
import { readSession } from "./read-session";
import { signOut } from "./sign-out";
import { startSession } from "./start-session";

const tokenOf = (cookie: string) => cookie.split("=")[1] ?? "";

const limit = 50;

async function signIn(role: "viewer" | "admin" = "viewer") {
  const { userId } = await makeMember(role);
  const token = tokenOf(await makeSession(userId));
  const actor = (await readSession(token)) as Extract<Actor, { kind: "user" }>;
  return { userId, token, actor, sessionId: actor.sessionId ?? "" };
}

async function age(sessionId: string, column: "created_at" | "last_seen_at", days: number) {
  await pool.query(`UPDATE session SET ${column} = now() - make_interval(secs => $2) WHERE id = $1`, [
    sessionId,
    days * 86_400,
  ]);
}

test("a session is known by its token, of which only the hash is stored", async () => {
  const { token, actor, userId, sessionId } = await signIn();
  expect(actor).toMatchObject({ kind: "user", id: userId, role: "viewer", sessionId });
  expect(await readSession(`${token}x`)).toBeNull();
  expect(await readSession("")).toBeNull();
  const row = await prisma.session.findUniqueOrThrow({ where: { id: sessionId } });
  expect(JSON.stringify(row)).not.toContain(token);
});

test("signing out ends the session for every copy of its cookie, and nothing revives it", async () => {
  const { token, userId, actor } = await signIn();
  await signOut(token);
  await signOut(token);
  expect(await readSession(token)).toBeNull();
  expect((await listSessions({ actor }, { limit })).items).toEqual([]);
  const entries = await prisma.auditEntry.findMany({ where: { subjectId: userId }, orderBy: { id: "asc" } });
  expect(entries.map(({ action }) => action)).toEqual(["user.signed_in", "user.signed_out"]);
  expect(JSON.stringify(entries)).not.toContain(token);
});

test("a session ends after seven idle days and after thirty days of use", async () => {
  const idle = await signIn();
  await age(idle.sessionId, "last_seen_at", 6.9);
  expect(await readSession(idle.token)).not.toBeNull();
  await age(idle.sessionId, "last_seen_at", 7.1);
  expect(await readSession(idle.token)).toBeNull();

  const old = await signIn();
  await age(old.sessionId, "created_at", 29);
  expect(await readSession(old.token)).not.toBeNull();
  await age(old.sessionId, "created_at", 30.1);
  expect(await readSession(old.token)).toBeNull();
  expect((await listSessions({ actor: old.actor }, { limit })).items).toEqual([]);

  await age(old.sessionId, "created_at", 31);
  while ((await applyRetention({ bodyDays: 14, outcomeDays: 90 })) > 0);
  expect(await prisma.session.count({ where: { id: { in: [old.sessionId, idle.sessionId] } } })).toBe(1);
});

test("when a session was last seen is written once in five minutes", async () => {
  const { token, sessionId } = await signIn();
  const seen = async () => (await prisma.session.findUniqueOrThrow({ where: { id: sessionId } })).lastSeenAt;
  const first = await seen();
  await readSession(token);
  expect(await seen()).toEqual(first);

  await age(sessionId, "last_seen_at", 1);
  const dayAgo = await seen();
  await readSession(token);
  expect((await seen()).getTime()).toBeGreaterThan(dayAgo.getTime() + 86_000_000);
});

test("people see and end their own sessions, admins everybody's", async () => {
  const own = await signIn();
  const second = tokenOf(await makeSession(own.userId));
  const admin = await signIn("admin");
  const listed = await listSessions({ actor: own.actor }, { limit });
  expect(listed.items.map(({ isCurrent }) => isCurrent)).toEqual([false, true]);
  expect(listed.items.every(({ userId }) => userId === own.userId)).toBe(true);
  await expect(listSessions({ actor: own.actor }, { limit, userId: admin.userId })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(endSession({ actor: own.actor }, { sessionId: admin.sessionId })).rejects.toMatchObject({
    code: "not_found",
  });

  await endSession({ actor: own.actor }, { sessionId: listed.items[0]?.id ?? "" });
  expect(await readSession(second)).toBeNull();
  const seen = await listSessions({ actor: admin.actor }, { limit, userId: own.userId });
  expect(seen.items.map(({ id }) => id)).toEqual([own.sessionId]);
  const ended = await endSession({ actor: admin.actor }, { sessionId: own.sessionId });
  expect(await endSession({ actor: admin.actor }, { sessionId: own.sessionId })).toEqual(ended);
  expect(await readSession(own.token)).toBeNull();
  expect(
    await prisma.auditEntry.count({ where: { subjectId: own.userId, action: "user.session_ended" } }),
  ).toBe(2);
});

test("signing in again in the same browser ends the session it had", async () => {
  const { userId, token } = await signIn();
  const user = await prisma.user.findUniqueOrThrow({ where: { id: userId } });
  await startSession(user, { by: "password", userAgent: null, replaced: token });
  expect(await readSession(token)).toBeNull();
});

test("a password that was checked before a reset starts no session after it", async () => {
  const { userId } = await makeMember("viewer");
  const checked = await prisma.user.findUniqueOrThrow({ where: { id: userId } });
  await prisma.user.update({ where: { id: userId }, data: { sessionEpoch: { increment: 1 } } });
  const start = startSession(checked, { by: "password", userAgent: null });
  await expect(start).rejects.toMatchObject({ code: "unauthenticated" });
  expect(await prisma.session.count({ where: { userId } })).toBe(0);
});
