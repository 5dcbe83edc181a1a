import { z } from "zod";
import type { Ctx } from "@/lib/kernel/actor";
import { TributaryError } from "@/lib/kernel/errors";
import { ownUserId } from "@/lib/team/users/own-user-id";

/** Whose customers: a person's, one's own (`me`), or those nobody owns (`none`). */
export const ownerFilter = z.union([z.uuid(), z.enum(["me", "none"])], {
  error: "must be a user's id, 'me' or 'none'",
});

/**
 * The owner a filter means; null for customers of anybody. An API key's `me` is the user it belongs to.
 * @throws TributaryError `invalid` when `me` is nobody
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
