import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { assertVersion } from "@/lib/kernel/api/version";
import { changedFields, definedFields } from "@/lib/kernel/audit/changed-fields";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma } from "@/lib/kernel/database";
import { assertAnotherAdmin, lockAdmins } from "./keep-an-admin";
import { lockUser, viewUser } from "./require-user";
import { type UserChange, userChange } from "./user-input";
import type { UserView } from "./user-view";

/**
 * Changes a user's name or role. A new role applies from the next request on, to their sessions and API keys too.
 * @throws TributaryError `forbidden`, `not_found`, `invalid`, `conflict` (changed in the meantime, or the last admin)
 */
export async function updateUser(ctx: Ctx, input: UserChange & { userId: string }): Promise<UserView> {
  requireRole(ctx, "admin");
  const { userId, ...rest } = input;
  const { version, ...change } = parseInput(userChange, rest);

  return prisma.$transaction(async (tx) => {
    await lockAdmins(tx);
    const user = await lockUser(tx, userId);
    assertVersion(user.version, version);

    const before = { name: user.name, role: user.role };
    const after = { ...before, ...definedFields(change) };
    const changed = changedFields(before, after);
    if (!changed.any) return viewUser(userId, tx);
    if (after.role !== "admin") await assertAnotherAdmin(tx, user);

    await tx.user.update({ where: { id: userId }, data: { ...after, version: { increment: 1 } } });
    await recordAudit(tx, ctx, {
      action: "user.updated",
      customerId: null,
      subjectKind: "user",
      subjectId: userId,
      before: changed.before,
      after: changed.after,
    });
    return viewUser(userId, tx);
  });
}
