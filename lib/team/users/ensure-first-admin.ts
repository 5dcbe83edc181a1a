import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma } from "@/lib/kernel/database";
import { openLink, type UserLinkView } from "./user-link";

/** The account of a new installation. */
const FIRST_ADMIN_EMAIL = "admin@tributary.local";

const FIRST_ADMIN_NAME = "Admin";

/** An arbitrary lock number: processes that start together take turns under it. */
const LOCK = 7_402_001;

/**
 * Creates the first admin, who has no password yet, when there is no user.
 * @returns the email address and the one-time link that sets the password, to be shown once; null when there are users
 */
export async function ensureFirstAdmin(): Promise<{ email: string; link: UserLinkView } | null> {
  if ((await prisma.user.count()) > 0) return null;

  return prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK}::bigint)`;
    if ((await tx.user.count()) > 0) return null;

    const user = await tx.user.create({
      data: { email: FIRST_ADMIN_EMAIL, name: FIRST_ADMIN_NAME, role: "admin" },
    });
    const link = await openLink(tx, user.id, "invite");
    await recordAudit(
      tx,
      { actor: { kind: "system", name: "first start" } },
      {
        action: "user.invited",
        customerId: null,
        subjectKind: "user",
        subjectId: user.id,
        after: { email: user.email, name: user.name, role: user.role, linkExpiresAt: link.expiresAt },
      },
    );
    return { email: user.email, link };
  });
}
