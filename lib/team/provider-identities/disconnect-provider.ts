import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma } from "@/lib/kernel/database";
import { lockUser, viewUser } from "@/lib/team/users/require-user";
import type { UserView } from "@/lib/team/users/user-view";

/**
 * Forgets who a user is at the provider and ends their sessions, for someone who has a new identity there. Without a
 * password they are then found by their proven email address again. A repeat changes nothing.
 * @throws TributaryError `forbidden`, `not_found`
 */
export async function disconnectProvider(ctx: Ctx, input: { userId: string }): Promise<UserView> {
  requireRole(ctx, "admin");
  return prisma.$transaction(async (tx) => {
    const user = await lockUser(tx, input.userId);
    const identities = await tx.providerIdentity.findMany({ where: { userId: user.id } });
    if (identities.length === 0) return viewUser(user.id, tx);

    await tx.providerIdentity.deleteMany({ where: { userId: user.id } });
    await tx.user.update({ where: { id: user.id }, data: { sessionEpoch: { increment: 1 } } });
    await recordAudit(tx, ctx, {
      action: "user.provider_disconnected",
      customerId: null,
      subjectKind: "user",
      subjectId: user.id,
      before: {
        issuers: identities.map(({ issuer }) => issuer),
        emails: identities.map(({ email }) => email),
      },
    });
    return viewUser(user.id, tx);
  });
}
