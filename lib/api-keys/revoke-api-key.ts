import { type Ctx, requireRole } from "@/lib/actor";
import { recordAudit } from "@/lib/audit/record";
import { prisma } from "@/lib/db";
import { TributaryError } from "@/lib/errors";

/**
 * Ends an API key at once. Doing it again changes nothing.
 * @throws TributaryError `forbidden`, `not_found`
 */
export async function revokeApiKey(ctx: Ctx, input: { apiKeyId: string }): Promise<void> {
  requireRole(ctx, "admin");
  await prisma.$transaction(async (tx) => {
    const found = await tx.apiKey.findUnique({ where: { id: input.apiKeyId } });
    if (!found) throw new TributaryError("not_found", "There is no such API key.");

    const revoked = await tx.apiKey.updateMany({
      where: { id: found.id, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (revoked.count === 0) return;

    await recordAudit(tx, ctx, {
      action: "api_key.revoked",
      customerId: null,
      subjectKind: "api_key",
      subjectId: found.id,
      before: { name: found.name, hint: found.hint },
    });
  });
}
