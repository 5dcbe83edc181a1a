import type { Ctx } from "@/lib/kernel/actor";
import { prisma } from "@/lib/kernel/database";

/** The member of the team behind an actor: the user, or the API key's user; null for any other actor. */
export async function ownUserId({ actor }: Ctx): Promise<string | null> {
  if (actor.kind === "user") return actor.id;
  if (actor.kind !== "api_key") return null;

  const key = await prisma.apiKey.findUnique({ where: { id: actor.id }, select: { userId: true } });
  return key?.userId ?? null;
}
