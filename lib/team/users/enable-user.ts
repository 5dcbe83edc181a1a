import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma } from "@/lib/kernel/database";
import { lockUser, viewUser } from "./require-user";
import type { UserView } from "./user-view";

/**
 * Lets a disabled user in again, with the password, role and API keys they had; their earlier sessions stay ended. A
 * repeat changes nothing.
 * @throws TributaryError `forbidden`, `not_found`
 */
export async function enableUser(ctx: Ctx, input: { userId: string }): Promise<UserView> {
  requireRole(ctx, "admin");
  return prisma.$transaction(async (tx) => {
    const user = await lockUser(tx, input.userId);
    if (!user.disabledAt) return viewUser(user.id, tx);

    await tx.user.update({
      where: { id: user.id },
      data: { disabledAt: null, version: { increment: 1 } },
    });
    await recordAudit(tx, ctx, {
      action: "user.enabled",
      customerId: null,
      subjectKind: "user",
      subjectId: user.id,
      after: { email: user.email, role: user.role },
    });
    return viewUser(user.id, tx);
  });
}
