import { z } from "zod";
import type { Transaction } from "@/lib/kernel/database";
import { portalUrl } from "@/lib/kernel/own-addresses";
import { hashToken, newToken } from "@/lib/kernel/secrets/token";
import type { UserLinkKind } from "@/prisma/generated/enums";

/** How long a person has to open their link; our choice: a week covers a holiday weekend. */
const VALID_DAYS = 7;

/** A one-time link as shown, this once, to the admin who passes it on. */
export const userLinkView = z
  .strictObject({ url: z.string(), expiresAt: z.iso.datetime() })
  .meta({ id: "UserLink" });

export type UserLinkView = z.infer<typeof userLinkView>;

/**
 * Makes the one link with which a user sets their password; earlier links stop working.
 * @returns the address with the token: only its hash is stored
 */
export async function openLink(tx: Transaction, userId: string, kind: UserLinkKind): Promise<UserLinkView> {
  await closeLinks(tx, userId);
  const token = newToken();
  const expiresAt = new Date(Date.now() + VALID_DAYS * 24 * 3_600_000);
  await tx.userLink.create({ data: { userId, kind, hash: Uint8Array.from(hashToken(token)), expiresAt } });

  return { url: new URL(`/set-password/${token}`, portalUrl()).href, expiresAt: expiresAt.toISOString() };
}

/** Ends all open links of a user. */
export async function closeLinks(tx: Transaction, userId: string): Promise<void> {
  const now = new Date();
  await tx.userLink.updateMany({
    where: { userId, usedAt: null, expiresAt: { gt: now } },
    data: { expiresAt: now },
  });
}
