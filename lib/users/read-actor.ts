import type { Actor } from "@/lib/actor";
import { prisma } from "@/lib/db";

/**
 * The actor of a signed-in user with the role of this moment, read by primary key for every request: disabling a
 * user or changing a role works at once, whatever the session says.
 * @returns null when there is no such user or it is disabled
 */
export async function readActor(userId: string): Promise<Extract<Actor, { kind: "user" }> | null> {
  const user = await prisma.user.findUnique({
    where: { id: userId },
    select: { id: true, name: true, role: true, disabledAt: true },
  });
  if (!user || user.disabledAt) return null;

  return { kind: "user", id: user.id, name: user.name, role: user.role };
}
