import { prisma, type Transaction } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import type { User } from "@/prisma/generated/client";
import { toUserView, type UserView, userParts } from "./user-view";

/**
 * The row of a member of the team, locked until the transaction ends, so that changes to one user take turns.
 * @throws TributaryError `not_found`
 */
export async function lockUser(tx: Transaction, userId: string): Promise<User> {
  await tx.$queryRaw`SELECT id FROM "user" WHERE id = ${userId}::uuid FOR UPDATE`;
  const user = await tx.user.findUnique({ where: { id: userId } });
  if (!user) throw new TributaryError("not_found", "There is no such user.");
  return user;
}

/**
 * A member of the team as the API returns them.
 * @throws TributaryError `not_found`
 */
export async function viewUser(userId: string, tx: Transaction = prisma): Promise<UserView> {
  const user = await tx.user.findUnique({ where: { id: userId }, include: userParts() });
  if (!user) throw new TributaryError("not_found", "There is no such user.");
  return toUserView(user);
}
