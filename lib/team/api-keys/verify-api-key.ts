import type { Actor } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma } from "@/lib/kernel/database";
import { lesserRole } from "@/lib/kernel/roles";
import { hashToken } from "@/lib/kernel/secrets/token";
import type { ApiKey } from "@/prisma/generated/client";

/** How often a key's last use is recorded: exact to the minute, without a write on every request. */
const LAST_USE_INTERVAL_MS = 60_000;

/** A key that is used again after this long without a use gets an audit entry: it may have been found by somebody. */
const SILENCE_DAYS = 30;

/**
 * The actor behind an API key, found by the key's SHA-256. A key can do what its role allows, but never more than its
 * user can now.
 * @returns null when the key is unknown or revoked, or its user disabled
 */
export async function verifyApiKey(key: string): Promise<Extract<Actor, { kind: "api_key" }> | null> {
  const found = await prisma.apiKey.findUnique({
    where: { hash: Uint8Array.from(hashToken(key)) },
    include: { user: { select: { name: true, role: true, disabledAt: true } } },
  });
  if (!found || found.revokedAt || found.user.disabledAt) return null;

  const actor = {
    kind: "api_key",
    id: found.id,
    name: `${found.name} (${found.user.name})`,
    role: lesserRole(found.role, found.user.role),
  } as const;
  const staleBefore = new Date(Date.now() - LAST_USE_INTERVAL_MS);
  if (!found.lastUsedAt || found.lastUsedAt < staleBefore) await noteUse(found, actor, staleBefore);
  return actor;
}

/** Of requests that come at the same time one notes the use. */
async function noteUse(
  { id, lastUsedAt, createdAt }: ApiKey,
  actor: Extract<Actor, { kind: "api_key" }>,
  staleBefore: Date,
): Promise<void> {
  await prisma.$transaction(async (tx) => {
    const noted = await tx.apiKey.updateMany({
      where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: staleBefore } }] },
      data: { lastUsedAt: new Date() },
    });
    const silentSince = lastUsedAt ?? createdAt;
    if (noted.count === 0 || silentSince.getTime() > Date.now() - SILENCE_DAYS * 86_400_000) return;

    await recordAudit(
      tx,
      { actor },
      {
        action: "api_key.used_after_silence",
        customerId: null,
        subjectKind: "api_key",
        subjectId: id,
        before: { lastUsedAt: lastUsedAt?.toISOString() ?? "never" },
      },
    );
  });
}
