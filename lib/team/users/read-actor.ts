import type { Actor } from "@/lib/kernel/actor";
import { prisma } from "@/lib/kernel/database";

/**
 * The actor of a signed-in user with their current role, read by primary key for every request: disabling a user,
 * changing a role or setting a password works at once, whatever the session says.
 * @param session.epoch the user's session epoch when the session began
 * @returns null when there is no such user, they are disabled, or their sessions from then have ended
 */
export async function readActor(session: {
  userId: string;
  epoch: number;
}): Promise<Extract<Actor, { kind: "user" }> | null> {
  const user = await prisma.user.findUnique({
    where: { id: session.userId },
    select: { id: true, name: true, role: true, disabledAt: true, sessionEpoch: true },
  });
  if (!user || user.disabledAt || user.sessionEpoch !== session.epoch) return null;

  return { kind: "user", id: user.id, name: user.name, role: user.role };
}
