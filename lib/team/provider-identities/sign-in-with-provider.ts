import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma, type Transaction } from "@/lib/kernel/database";
import { env } from "@/lib/kernel/env";
import type { SignedIn } from "@/lib/team/users/authenticate";
import { countFailedSignIn } from "@/lib/team/users/count-failed-sign-in";
import { lockUser } from "@/lib/team/users/require-user";
import { closeLinks } from "@/lib/team/users/user-link";
import type { Role, User } from "@/prisma/generated/client";
import { bindIdentity } from "./bind-identity";
import type { ProviderPerson } from "./read-claims";

/**
 * Why a person known to the provider is not let in.
 * - `has_password`: the account has a password, so its owner must connect the two
 * - `other_identity`: the account is connected to someone else at this provider
 */
export type Refusal =
  | "no_email"
  | "email_not_verified"
  | "not_invited"
  | "disabled"
  | "has_password"
  | "other_identity";

/** `userId`: whose account it would have been, if anybody's. */
type Answer = SignedIn | { refusal: Refusal; userId: string | null };

const ctx = { actor: { kind: "system", name: "single sign-on" } } as const;

/**
 * Signs in the person identified by the OIDC provider, by issuer and subject. The first time they are found by an
 * email address that the provider has proven, and bound to that account; never to one that has a password or another
 * identity. An unknown person becomes a member of the team with OIDC_DEFAULT_ROLE, or is refused if that is not set.
 * Signing in uses up an open invitation.
 * @param address where the request came from, for the log of refused sign-ins
 */
export async function signInWithProvider(
  person: ProviderPerson,
  address: string,
  defaultRole: Role | undefined = env().OIDC_DEFAULT_ROLE,
): Promise<SignedIn | { refusal: Refusal }> {
  const answer = await prisma.$transaction((tx) => findOrBind(tx, person, defaultRole));
  if ("refusal" in answer) {
    await countFailedSignIn(answer.userId, address);
    return { refusal: answer.refusal };
  }
  return answer;
}

async function findOrBind(
  tx: Transaction,
  person: ProviderPerson,
  defaultRole: Role | undefined,
): Promise<Answer> {
  const { issuer, subject, email } = person;
  const bound = await tx.providerIdentity.findUnique({
    where: { issuer_subject: { issuer, subject } },
    include: { user: true },
  });
  if (bound) return letIn(bound.user);
  if (!email) return { refusal: "no_email", userId: null };
  if (!person.isEmailProven) return { refusal: "email_not_verified", userId: null };

  if (defaultRole) await addMember(tx, email, person.name ?? email, defaultRole);
  const found = await tx.user.findUnique({ where: { email }, select: { id: true } });
  if (!found) return { refusal: "not_invited", userId: null };

  const user = await lockUser(tx, found.id);
  if (user.disabledAt) return letIn(user);
  const earlier = await tx.providerIdentity.findUnique({
    where: { userId_issuer: { userId: user.id, issuer } },
  });
  if (earlier?.subject === subject) return letIn(user); // bound while we waited for the lock
  if (earlier) return { refusal: "other_identity", userId: user.id };
  if (user.passwordHash) return { refusal: "has_password", userId: user.id };

  await bindIdentity(tx, ctx, user.id, person);
  if (!user.lastSignInAt) await closeLinks(tx, user.id);
  return letIn(user);
}

function letIn({ id, email, name, sessionEpoch, disabledAt }: User): Answer {
  return disabledAt ? { refusal: "disabled", userId: id } : { id, email, name, sessionEpoch };
}

async function addMember(tx: Transaction, email: string, name: string, role: Role): Promise<void> {
  const created = await tx.user.createManyAndReturn({ data: [{ email, name, role }], skipDuplicates: true });
  for (const user of created) {
    await recordAudit(tx, ctx, {
      action: "user.created",
      customerId: null,
      subjectKind: "user",
      subjectId: user.id,
      after: { email, name: user.name, role: user.role, signIn: "single sign-on" },
    });
  }
}
