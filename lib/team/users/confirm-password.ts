import type { Ctx } from "@/lib/kernel/actor";
import { createAttempts } from "@/lib/kernel/attempts";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import type { User } from "@/prisma/generated/client";
import { countFailedSignIn } from "./count-failed-sign-in";
import { isPassword } from "./password";

/** Only the signed-in person can use these up: tries to sign in as them are counted elsewhere. */
const perUser = createAttempts({ burst: 10, refillSeconds: 10, maxSubjects: 10_000 });

/**
 * Asks a signed-in person for their password again, before a change with which somebody at an unlocked computer could
 * take over the account.
 * @param address where the request came from
 * @returns their row as it was when the password fitted
 * @throws TributaryError `forbidden` for an API key, `invalid` with the field `currentPassword`, `limit_reached`
 */
export async function confirmPassword(ctx: Ctx, currentPassword: string, address: string): Promise<User> {
  if (ctx.actor.kind !== "user")
    throw new TributaryError("forbidden", "This needs a signed-in person: an API key has no password.");
  const { id } = ctx.actor;
  if (!perUser.take(id))
    throw new TributaryError("limit_reached", "Too many attempts. Wait a minute, then try again.");

  const user = await prisma.user.findUniqueOrThrow({ where: { id } });
  if (await isPassword(currentPassword, user.passwordHash, null)) {
    perUser.forgive(id);
    return user;
  }
  await countFailedSignIn(id, address);
  const message = "is not your current password";
  throw new TributaryError("invalid", `currentPassword: ${message}`, {
    fields: { currentPassword: message },
  });
}
