import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import type { InvitedUserView } from "./invite-user";
import { lockUser, viewUser } from "./require-user";
import { openLink } from "./user-link";

/**
 * Removes a user's password and ends their sessions, both at once, and makes a one-time link, valid for 7 days, to
 * set a new one. API keys stay.
 * @throws TributaryError `forbidden`, `not_found`, `conflict` for the caller, a disabled user, or one only invited
 */
export async function resetPassword(ctx: Ctx, input: { userId: string }): Promise<InvitedUserView> {
  requireRole(ctx, "admin");
  return prisma.$transaction(async (tx) => {
    const user = await lockUser(tx, input.userId);
    const { state } = await viewUser(user.id, tx);
    if (ctx.actor.kind === "user" && ctx.actor.id === user.id) {
      throw new TributaryError("conflict", "You cannot reset your own password: change it instead.");
    }
    if (state === "disabled")
      throw new TributaryError("conflict", `${user.name} is disabled. Enable the account first.`);
    if (state === "invited") {
      throw new TributaryError("conflict", `${user.name} has no password yet: invite them again instead.`);
    }

    await tx.user.update({
      where: { id: user.id },
      data: { passwordHash: null, sessionEpoch: { increment: 1 } },
    });
    const link = await openLink(tx, user.id, "reset");
    await recordAudit(tx, ctx, {
      action: "user.reset",
      customerId: null,
      subjectKind: "user",
      subjectId: user.id,
      before: { password: user.passwordHash ? "set" : "not set" },
      after: { password: "not set", linkExpiresAt: link.expiresAt },
    });
    return { user: await viewUser(user.id, tx), link };
  });
}
