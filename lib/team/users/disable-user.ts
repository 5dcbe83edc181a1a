import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { assertAnotherAdmin, lockAdmins } from "./keep-an-admin";
import { lockUser, viewUser } from "./require-user";
import { closeLinks } from "./user-link";
import type { UserView } from "./user-view";

/**
 * Disables a user: from then on no sign-in, session, link or API key of theirs works. A repeat changes nothing.
 * @throws TributaryError `forbidden`, `not_found`, `conflict` for the caller and for the last admin who could sign in
 */
export async function disableUser(ctx: Ctx, input: { userId: string }): Promise<UserView> {
  requireRole(ctx, "admin");
  return prisma.$transaction(async (tx) => {
    await lockAdmins(tx);
    const user = await lockUser(tx, input.userId);
    if (user.disabledAt) return viewUser(user.id, tx);
    if (ctx.actor.kind === "user" && ctx.actor.id === user.id) {
      throw new TributaryError("conflict", "You cannot disable yourself. Ask another admin.");
    }
    await assertAnotherAdmin(tx, user);

    await tx.user.update({
      where: { id: user.id },
      data: { disabledAt: new Date(), sessionEpoch: { increment: 1 }, version: { increment: 1 } },
    });
    await closeLinks(tx, user.id);
    await recordAudit(tx, ctx, {
      action: "user.disabled",
      customerId: null,
      subjectKind: "user",
      subjectId: user.id,
      before: { email: user.email, role: user.role },
    });
    return viewUser(user.id, tx);
  });
}
