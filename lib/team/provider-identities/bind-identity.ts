import type { Ctx } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import type { Transaction } from "@/lib/kernel/database";
import type { ProviderPerson } from "./read-claims";

/** Binds a user to who they are at the provider: from now on only this issuer and subject count, no email address. */
export async function bindIdentity(
  tx: Transaction,
  ctx: Ctx,
  userId: string,
  { issuer, subject, email }: ProviderPerson,
): Promise<void> {
  await tx.providerIdentity.create({ data: { userId, issuer, subject, email } });
  await recordAudit(tx, ctx, {
    action: "user.provider_connected",
    customerId: null,
    subjectKind: "user",
    subjectId: userId,
    after: { issuer, email },
  });
}
