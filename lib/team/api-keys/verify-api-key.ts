import type { Actor } from "@/lib/kernel/actor";
import { prisma } from "@/lib/kernel/database";
import { lesserRole } from "@/lib/kernel/roles";
import { hashToken } from "@/lib/kernel/secrets/token";

/** How often a key's last use is recorded: exact to the minute, without a write on every request. */
const LAST_USE_INTERVAL_MS = 60_000;

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

  const staleBefore = new Date(Date.now() - LAST_USE_INTERVAL_MS);
  if (!found.lastUsedAt || found.lastUsedAt < staleBefore) {
    await prisma.apiKey.updateMany({
      where: { id: found.id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: staleBefore } }] },
      data: { lastUsedAt: new Date() },
    });
  }

  return {
    kind: "api_key",
    id: found.id,
    name: `${found.name} (${found.user.name})`,
    role: lesserRole(found.role, found.user.role),
  };
}
