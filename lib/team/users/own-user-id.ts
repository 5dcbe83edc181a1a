import type { Ctx } from "@/lib/kernel/actor";
import { prisma } from "@/lib/kernel/database";

/** The member of the team behind an actor: themselves, or whose API key it is; null for anybody else. */
export async function ownUserId({ actor }: Ctx): Promise<string | null> {
  if (actor.kind === "user") return actor.id;
  if (actor.kind !== "api_key") return null;

  const key = await prisma.apiKey.findUnique({ where: { id: actor.id }, select: { userId: true } });
  return key?.userId ?? null;
}
