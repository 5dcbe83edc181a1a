import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { requireOpenCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { decryptSecret } from "@/lib/kernel/secrets/encrypt";
import { requireSource } from "./show-source";

/** The bearer token that Braze has to send with every batch. */
export const revealedBearerToken = z
  .strictObject({ sourceId: z.uuid(), bearerToken: z.string() })
  .meta({ id: "RevealedBearerToken" });

/**
 * Shows a source's bearer token, and records that in the audit log.
 * @throws TributaryError `forbidden`, `not_found`, `conflict` when there is none or the customer is archived
 */
export async function revealBearerToken(
  ctx: Ctx,
  input: { customerId: string; sourceId: string },
): Promise<z.infer<typeof revealedBearerToken>> {
  requireRole(ctx, "csm");
  const { customerId, sourceId } = input;
  const bearerTokenEnc = await prisma.$transaction(async (tx) => {
    await requireOpenCustomer(customerId, tx);
    const { bearerTokenEnc } = await requireSource(input, tx);
    if (bearerTokenEnc === null) {
      throw new TributaryError("conflict", "The source has no bearer token. Create one in its settings.");
    }
    await recordAudit(tx, ctx, {
      action: "source.bearer_token_revealed",
      customerId,
      subjectKind: "source",
      subjectId: sourceId,
    });
    return bearerTokenEnc;
  });
  return { sourceId, bearerToken: decryptSecret(bearerTokenEnc, { customerId, field: "bearer_token" }) };
}
