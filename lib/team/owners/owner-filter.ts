import { z } from "zod";
import type { Ctx } from "@/lib/kernel/actor";
import { TributaryError } from "@/lib/kernel/errors";
import { ownUserId } from "@/lib/team/users/own-user-id";

/** Whose customers: a person's, the caller's (`me`), or those without an owner (`none`). */
export const ownerFilter = z.union([z.uuid(), z.enum(["me", "none"])], {
  error: "must be a user’s id, 'me' or 'none'",
});

/**
 * The user that a filter selects; null without a filter or for `none`. For an API key, `me` is its user.
 * @throws TributaryError `invalid` when `me` is not a member of the team
 */
export async function ownerIdOf(
  ctx: Ctx,
  filter: z.infer<typeof ownerFilter> | undefined,
): Promise<string | null> {
  if (filter === undefined || filter === "none") return null;
  if (filter !== "me") return filter;

  const ownId = await ownUserId(ctx);
  if (!ownId) throw new TributaryError("invalid", "ownerId: 'me' needs a member of the team.");
  return ownId;
}
