import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/actor";
import { parseInput } from "@/lib/api/parse-input";
import { nameInput } from "@/lib/api/text-input";
import { recordAudit } from "@/lib/audit/record";
import { prisma } from "@/lib/db";
import { TributaryError } from "@/lib/errors";
import { Role } from "@/lib/generated/prisma/enums";
import { hashToken, newToken, tokenHint } from "@/lib/secrets/token";

export const apiKeyInput = z.strictObject({ userId: z.uuid(), name: nameInput, role: z.enum(Role) });

/** Marks our keys, so that people and secret scanners recognise one. */
const PREFIX = "trb_";

/**
 * Creates an API key of a user.
 * @returns the key: shown this once, stored only as its hash
 * @throws TributaryError `forbidden`, `invalid`, `not_found` for an unknown or disabled user
 */
export async function createApiKey(
  ctx: Ctx,
  input: z.infer<typeof apiKeyInput>,
): Promise<{ id: string; key: string; hint: string }> {
  requireRole(ctx, "admin");
  const { userId, name, role } = parseInput(apiKeyInput, input);
  const key = `${PREFIX}${newToken()}`;
  const hint = tokenHint(key);

  const id = await prisma.$transaction(async (tx) => {
    const user = await tx.user.findUnique({ where: { id: userId }, select: { disabledAt: true } });
    if (!user || user.disabledAt)
      throw new TributaryError("not_found", "There is no such user, or it is disabled.");

    const created = await tx.apiKey.create({
      data: { userId, name, role, hash: Uint8Array.from(hashToken(key)), hint },
    });
    await recordAudit(tx, ctx, {
      action: "api_key.created",
      customerId: null,
      subjectKind: "api_key",
      subjectId: created.id,
      after: { userId, name, role, hint },
    });
    return created.id;
  });
  return { id, key, hint };
}
