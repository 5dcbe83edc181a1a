import { type Ctx, requireRole } from "@/lib/actor";
import { recordAudit } from "@/lib/audit/record";
import { prisma } from "@/lib/db";
import { TributaryError } from "@/lib/errors";
import { toUserView, type UserView } from "./user-view";

/**
 * Disables a user: no sign-in, no session and no API key of theirs works from then on. Again changes nothing.
 * @throws TributaryError `forbidden`, `not_found`, `conflict` for the last admin who could sign in
 */
export async function disableUser(ctx: Ctx, input: { userId: string }): Promise<UserView> {
  requireRole(ctx, "admin");
  return prisma.$transaction(async (tx) => {
    // Two admins disabling each other take turns, so that one of them stays.
    await tx.$queryRaw`SELECT id FROM "user" WHERE role = 'admin' ORDER BY id FOR UPDATE`;
    const user = await tx.user.findUnique({ where: { id: input.userId } });
    if (!user) throw new TributaryError("not_found", "There is no such user.");
    if (user.disabledAt) return toUserView(user);

    const admins = await tx.user.count({ where: { role: "admin", disabledAt: null } });
    if (user.role === "admin" && admins <= 1) {
      throw new TributaryError("conflict", "This is the last admin: make somebody else an admin first.");
    }

    const disabled = await tx.user.update({ where: { id: user.id }, data: { disabledAt: new Date() } });
    await recordAudit(tx, ctx, {
      action: "user.disabled",
      customerId: null,
      subjectKind: "user",
      subjectId: user.id,
      before: { email: user.email, role: user.role },
    });
    return toUserView(disabled);
  });
}
