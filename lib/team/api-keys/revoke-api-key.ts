import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { visibleUserId } from "@/lib/team/users/visible-user-id";
import { type ApiKeyView, apiKeyParts, toApiKeyView } from "./api-key-view";

/**
 * Revokes an API key immediately: the caller's own or, for an admin, anyone's. Repeating the call changes nothing.
 * @throws TributaryError `forbidden`, `not_found` also for someone else's key unless the caller is an admin
 */
export async function revokeApiKey(ctx: Ctx, input: { apiKeyId: string }): Promise<ApiKeyView> {
  requireRole(ctx, "viewer");
  const userId = await visibleUserId(ctx); // undefined for an admin: everybody's
  return prisma.$transaction(async (tx) => {
    const found = await tx.apiKey.findFirst({ where: { id: input.apiKeyId, userId } });
    if (!found) throw new TributaryError("not_found", "There is no such API key.");

    const revoked = await tx.apiKey.updateMany({
      where: { id: found.id, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (revoked.count > 0) {
      await recordAudit(tx, ctx, {
        action: "api_key.revoked",
        customerId: null,
        subjectKind: "api_key",
        subjectId: found.id,
        before: { userId: found.userId, name: found.name, hint: found.hint },
      });
    }
    return toApiKeyView(await tx.apiKey.findUniqueOrThrow({ where: { id: found.id }, include: apiKeyParts }));
  });
}
