import { z } from "zod";
import type { Ctx } from "@/lib/actor";
import { TributaryError } from "@/lib/errors";

/** Whose customers: a person's, one's own (`me`), or those nobody owns (`none`). */
export const ownerFilter = z.union([z.uuid(), z.enum(["me", "none"])], {
  error: "must be a user's id, 'me' or 'none'",
});

/**
 * The owner a filter means; null for customers of anybody.
 * @throws TributaryError `invalid` when `me` is nobody: an API key or the system
 */
export function ownerIdOf(ctx: Ctx, filter: z.infer<typeof ownerFilter> | undefined): string | null {
  if (filter === undefined || filter === "none") return null;
  if (filter !== "me") return filter;
  if (ctx.actor.kind === "user") return ctx.actor.id;
  throw new TributaryError("invalid", "ownerId: 'me' needs a signed-in person. Give a user's id instead.");
}
