import { v7 as uuidv7 } from "uuid";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { claimOnce, type Once } from "@/lib/kernel/api/idempotency";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma, type Transaction } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { lesserRole } from "@/lib/kernel/roles";
import { hashToken, newToken, tokenHint } from "@/lib/kernel/secrets/token";
import { ownUserId } from "@/lib/team/users/own-user-id";
import type { Role } from "@/prisma/generated/enums";
import { type ApiKeyInput, apiKeyInput } from "./api-key-input";
import { apiKeyParts, type CreatedApiKeyView, toApiKeyView } from "./api-key-view";

/** Marks our keys, so that people and secret scanners recognize one. */
const PREFIX = "trb_";

/**
 * Creates an API key. Everybody may make their own keys, an admin also someone else's. A key's role is never above
 * its user's, nor above the role of whoever makes it.
 * @param once makes a repeat answer with the same key's row, but without the key, which is stored only as a hash
 * @returns the key: shown this once
 * @throws TributaryError `forbidden`, `invalid`, `not_found` for an unknown or disabled user
 */
export async function createApiKey(
  ctx: Ctx,
  input: ApiKeyInput,
): Promise<CreatedApiKeyView & { key: string }>;
export async function createApiKey(ctx: Ctx, input: ApiKeyInput, once?: Once): Promise<CreatedApiKeyView>;
export async function createApiKey(ctx: Ctx, input: ApiKeyInput, once?: Once): Promise<CreatedApiKeyView> {
  requireRole(ctx, "viewer");
  const { name, role, userId: askedFor } = parseInput(apiKeyInput, input);
  const own = await ownUserId(ctx);
  const userId = askedFor ?? own;
  if (!userId) throw new TributaryError("invalid", "userId: must say whose key it is");
  if (userId !== own) requireRole(ctx, "admin");
  requireRole(ctx, role);

  const key = `${PREFIX}${newToken()}`;
  const hint = tokenHint(key);
  return prisma.$transaction(async (tx) => {
    const id = uuidv7();
    const earlier = await claimOnce(tx, ctx, once, id);
    if (earlier) return { ...(await readKey(tx, earlier)), key: null };

    await assertMayHold(tx, userId, role);
    const hash = Uint8Array.from(hashToken(key));
    await tx.apiKey.create({ data: { id, userId, name, role, hash, hint } });
    await recordAudit(tx, ctx, {
      action: "api_key.created",
      customerId: null,
      subjectKind: "api_key",
      subjectId: id,
      after: { userId, name, role, hint },
    });
    return { ...(await readKey(tx, id)), key };
  });
}

async function assertMayHold(tx: Transaction, userId: string, role: Role): Promise<void> {
  const user = await tx.user.findUnique({ where: { id: userId }, select: { role: true, disabledAt: true } });
  if (!user || user.disabledAt)
    throw new TributaryError("not_found", "There is no such user, or the user is disabled.");

  if (lesserRole(role, user.role) !== role)
    throw new TributaryError("invalid", `role: must be at most “${user.role}”, the role of the key’s user`);
}

async function readKey(tx: Transaction, id: string) {
  return toApiKeyView(await tx.apiKey.findUniqueOrThrow({ where: { id }, include: apiKeyParts }));
}
