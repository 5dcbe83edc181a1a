import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { TributaryError } from "@/lib/kernel/errors";
import { Role } from "@/prisma/generated/enums";
import { ownUserId } from "./own-user-id";
import { viewUser } from "./require-user";
import { userView } from "./user-view";

/** The caller: how they signed in, what they may do, and their user. */
export const meView = z
  .strictObject({
    kind: z.enum(["user", "api_key"]),
    name: z.string(),
    role: z.enum(Role),
    user: userView,
  })
  .meta({ id: "Me" });

export type MeView = z.infer<typeof meView>;

/**
 * The caller as Tributary knows them. An API key's role may be lower than its user's.
 * @throws TributaryError `forbidden` unless the caller is a member of the team
 */
export async function showMe(ctx: Ctx): Promise<MeView> {
  requireRole(ctx, "viewer");
  const { actor } = ctx;
  const userId = await ownUserId(ctx);
  if (!userId || (actor.kind !== "user" && actor.kind !== "api_key")) {
    throw new TributaryError("forbidden", "This is for members of the team.");
  }
  return { kind: actor.kind, name: actor.name, role: actor.role, user: await viewUser(userId) };
}
