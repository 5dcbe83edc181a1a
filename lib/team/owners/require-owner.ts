import type { Transaction } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";

/**
 * Checks that an owner is a member of the team who can sign in; null means no owner.
 * @throws TributaryError `invalid`
 */
export async function requireOwner(tx: Transaction, ownerId: string | null | undefined): Promise<void> {
  if (!ownerId) return;

  const owner = await tx.user.findUnique({ where: { id: ownerId }, select: { disabledAt: true } });
  if (!owner || owner.disabledAt) {
    throw new TributaryError("invalid", "ownerId: must be a member of the team who is not disabled.");
  }
}
