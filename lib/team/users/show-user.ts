import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { viewUser } from "./require-user";
import type { UserView } from "./user-view";

/**
 * One member of the team.
 * @throws TributaryError `forbidden`, `not_found`
 */
export async function showUser(ctx: Ctx, input: { userId: string }): Promise<UserView> {
  requireRole(ctx, "viewer");
  return viewUser(input.userId);
}
