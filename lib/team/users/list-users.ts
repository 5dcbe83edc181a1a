import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { type Page, pageOf, readCursor, toPage } from "@/lib/kernel/api/keyset";
import { prisma } from "@/lib/kernel/database";
import type { userListInput } from "./user-input";
import { toUserView, type UserView, userParts, userView } from "./user-view";

/** The schema of a page of users. */
export const userPage = pageOf(userView);

/**
 * The team by email address, including invited and disabled members.
 * @throws TributaryError `forbidden`, `invalid` cursor
 */
export async function listUsers(ctx: Ctx, input: z.infer<typeof userListInput>): Promise<Page<UserView>> {
  requireRole(ctx, "viewer");
  const after = readCursor(input.cursor, z.string());
  const rows = await prisma.user.findMany({
    where: after === null ? {} : { email: { gt: after } },
    include: userParts(),
    orderBy: { email: "asc" },
    take: input.limit + 1,
  });
  return toPage(rows, input.limit, (row) => row.email, toUserView);
}
