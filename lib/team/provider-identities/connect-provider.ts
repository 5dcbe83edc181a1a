import type { Actor } from "@/lib/kernel/actor";
import { prisma } from "@/lib/kernel/database";
import { lockUser } from "@/lib/team/users/require-user";
import { bindIdentity } from "./bind-identity";
import type { ProviderPerson } from "./read-claims";

/** Why nobody was connected: this identity is another account's, or the account has another identity. Null when it was done. */
export type ConnectionProblem = "taken" | "other_identity" | null;

/**
 * Takes the consent that `allowConnection` noted in a session; it counts once.
 * @returns false when there is none, or it is too old
 */
export async function takeConsent(sessionId: string): Promise<boolean> {
  const taken = await prisma.session.updateMany({
    where: { id: sessionId, mayConnectUntil: { gt: new Date() } },
    data: { mayConnectUntil: null },
  });
  return taken.count > 0;
}

/**
 * Connects the person who came from the provider to the account of a signed-in user, who has consented. A repeat
 * changes nothing. The email address at the provider may be another one.
 */
export async function connectProvider(
  actor: Extract<Actor, { kind: "user" }>,
  person: ProviderPerson,
): Promise<{ user: { id: string; email: string; name: string }; problem: ConnectionProblem }> {
  const { issuer, subject } = person;
  return prisma.$transaction(async (tx) => {
    const { id, email, name } = await lockUser(tx, actor.id);
    const answer = (problem: ConnectionProblem) => ({ user: { id, email, name }, problem });
    const taken = await tx.providerIdentity.findUnique({ where: { issuer_subject: { issuer, subject } } });
    if (taken) return answer(taken.userId === actor.id ? null : "taken");
    const earlier = await tx.providerIdentity.findUnique({
      where: { userId_issuer: { userId: actor.id, issuer } },
    });
    if (earlier) return answer("other_identity");

    await bindIdentity(tx, { actor }, actor.id, person);
    return answer(null);
  });
}
