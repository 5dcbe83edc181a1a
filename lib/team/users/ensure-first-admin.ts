import { randomBytes } from "node:crypto";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma } from "@/lib/kernel/database";
import { hashPassword } from "./password";

/** The account of a new installation. */
const FIRST_ADMIN_EMAIL = "admin@tributary.local";

const FIRST_ADMIN_NAME = "Admin";

/** 18 random bytes are 24 characters, to be copied once. */
const PASSWORD_BYTES = 18;

/** An arbitrary lock number: processes that start together take turns under it. */
const LOCK = 7_402_001;

/**
 * Creates the first admin when there is no user yet.
 * @returns e-mail and password, to be shown once; null when there are users
 */
export async function ensureFirstAdmin(): Promise<{ email: string; password: string } | null> {
  if ((await prisma.user.count()) > 0) return null;

  const password = randomBytes(PASSWORD_BYTES).toString("base64url");
  const passwordHash = await hashPassword(password, { email: FIRST_ADMIN_EMAIL, name: FIRST_ADMIN_NAME });
  return prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK}::bigint)`;
    if ((await tx.user.count()) > 0) return null;

    const user = await tx.user.create({
      data: { email: FIRST_ADMIN_EMAIL, name: FIRST_ADMIN_NAME, role: "admin", passwordHash },
    });
    await recordAudit(
      tx,
      { actor: { kind: "system", name: "first start" } },
      {
        action: "user.created",
        customerId: null,
        subjectKind: "user",
        subjectId: user.id,
        after: { email: user.email, name: user.name, role: user.role, password: "set" },
      },
    );
    return { email: user.email, password };
  });
}
