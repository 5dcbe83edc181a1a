import { z } from "zod";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma } from "@/lib/kernel/database";
import { env } from "@/lib/kernel/env";
import type { Role } from "@/prisma/generated/enums";
import type { SignedIn } from "./authenticate";
import { emailInput } from "./user-input";
import { closeLinks } from "./user-link";

/** What the provider says about the person (OpenID Connect Core 1.0, section 5.1). */
const providerClaims = z.object({
  email: emailInput,
  // Some providers send a string; a missing claim means that the provider does not say.
  email_verified: z.union([z.boolean(), z.string()]).optional(),
  name: z.string().trim().max(200).optional().catch(undefined),
});

/** Why a person known to the provider is not let in. */
export type Refusal = "no_email" | "email_not_verified" | "not_invited" | "disabled";

const ctx = { actor: { kind: "system", name: "single sign-on" } } as const;

/**
 * Signs in the person identified by the OIDC provider, by e-mail address. An unknown person becomes a member of the
 * team with OIDC_DEFAULT_ROLE, or is refused if that is not set. Signing in uses up an open invitation.
 * @param claims the claims of the ID token, checked by the caller
 */
export async function signInWithProvider(
  claims: unknown,
  defaultRole: Role | undefined = env().OIDC_DEFAULT_ROLE,
): Promise<SignedIn | { refusal: Refusal }> {
  const parsed = providerClaims.safeParse(claims);
  if (!parsed.success) return { refusal: "no_email" };
  const { email, email_verified, name } = parsed.data;
  if (String(email_verified ?? true) === "false") return { refusal: "email_not_verified" };

  return prisma.$transaction(async (tx) => {
    if (defaultRole) {
      const created = await tx.user.createManyAndReturn({
        data: [{ email, name: name || email, role: defaultRole }],
        skipDuplicates: true,
      });
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

    const user = await tx.user.findUnique({ where: { email } });
    if (!user) return { refusal: "not_invited" };
    if (user.disabledAt) return { refusal: "disabled" };

    if (!user.lastSignInAt && !user.passwordHash) await closeLinks(tx, user.id);
    await tx.user.update({ where: { id: user.id }, data: { lastSignInAt: new Date() } });
    return { id: user.id, email: user.email, name: user.name, sessionEpoch: user.sessionEpoch };
  });
}
