import { sessionCookieName } from "@/app/api/auth/cookies";
import type { Ctx } from "@/lib/kernel/actor";
import { prisma } from "@/lib/kernel/database";
import { createApiKey } from "@/lib/team/api-keys/create-api-key";
import { startSession } from "@/lib/team/sessions/start-session";
import type { Role } from "@/prisma/generated/enums";

/** For tests: the system as actor. */
export const systemCtx: Ctx = { actor: { kind: "system", name: "test" } };

let made = 0;

/**
 * For tests: a member of the team with this role who has signed in, without a password (its slow hash is not tested
 * here).
 */
export async function makeMember(role: Role): Promise<{ userId: string; ctx: Ctx }> {
  const user = await prisma.user.create({
    data: {
      email: `${role}-${++made}@example.com`,
      name: `${role} ${made}`,
      role,
      lastSignInAt: new Date(),
    },
  });
  return { userId: user.id, ctx: { actor: { kind: "user", id: user.id, name: user.name, role } } };
}

/** For tests: an API key of a new member with this role. */
export async function makeKey(role: Role): Promise<string> {
  const { userId } = await makeMember(role);
  const { key } = await createApiKey(systemCtx, { userId, name: "test", role });
  return key;
}

/** For tests: a new session of this user, as the `cookie` header of a browser that has signed in. */
export async function makeSession(userId: string): Promise<string> {
  const user = await prisma.user.findUniqueOrThrow({ where: { id: userId } });
  const token = await startSession(user, { by: "password", userAgent: "test" });
  return `${sessionCookieName()}=${token}`;
}
