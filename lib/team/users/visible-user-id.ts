import type { Ctx } from "@/lib/kernel/actor";
import { TributaryError } from "@/lib/kernel/errors";
import { ownUserId } from "./own-user-id";

/**
 * Whose API keys and sessions an actor may see and end: an admin everybody's (undefined), others their own.
 * @throws TributaryError `forbidden` unless the actor is a member of the team
 */
export async function visibleUserId(ctx: Ctx): Promise<string | undefined> {
  const { actor } = ctx;
  if (actor.kind === "system" || (actor.kind !== "customer_link" && actor.role === "admin")) return undefined;

  const own = await ownUserId(ctx);
  if (!own) throw new TributaryError("forbidden", "This is for members of the team.");
  return own;
}
