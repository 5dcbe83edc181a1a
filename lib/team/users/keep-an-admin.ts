import type { Transaction } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import type { User } from "@/prisma/generated/client";

/** Makes changes that could remove an admin take turns, so that two admins who remove each other leave one. */
export async function lockAdmins(tx: Transaction): Promise<void> {
  await tx.$queryRaw`SELECT id FROM "user" WHERE role = 'admin' ORDER BY id FOR UPDATE`;
}

/**
 * Refuses to remove the last admin who could sign in; one who is only invited does not count. Call `lockAdmins`
 * first.
 * @throws TributaryError `conflict`
 */
export async function assertAnotherAdmin(tx: Transaction, user: User): Promise<void> {
  if (user.role !== "admin" || user.disabledAt) return;

  const others = await tx.user.count({
    where: {
      id: { not: user.id },
      role: "admin",
      disabledAt: null,
      OR: [{ passwordHash: { not: null } }, { lastSignInAt: { not: null } }],
    },
  });
  if (others > 0) return;
  throw new TributaryError(
    "conflict",
    `${user.name} is the last admin who can sign in. Make someone else an admin first.`,
  );
}
