import { type Ctx, requireRole } from "@/lib/actor";
import { prisma } from "@/lib/db";
import { toUserView, type UserView } from "./user-view";

/**
 * The whole team by e-mail address, disabled users too.
 * @throws TributaryError `forbidden`
 */
export async function listUsers(ctx: Ctx): Promise<UserView[]> {
  requireRole(ctx, "viewer");
  const rows = await prisma.user.findMany({ orderBy: { email: "asc" } });
  return rows.map(toUserView);
}
