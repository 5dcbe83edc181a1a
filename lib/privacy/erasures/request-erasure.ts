import { v7 as uuidv7 } from "uuid";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { claimOnce, type Once } from "@/lib/kernel/api/idempotency";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { encryptSecret } from "@/lib/kernel/secrets/encrypt";
import { fingerprintOf } from "@/lib/kernel/secrets/fingerprint";
import { type ErasureInput, erasureInput } from "./erasure-input";
import { type ErasureView, toErasureView } from "./erasure-view";
import { countRows } from "./walk-customer";

/**
 * Requests the erasure of one person's data from everything kept for a customer; docs/decisions/008 lists what that
 * is. The identity itself is kept encrypted until the end and then forgotten; the audit log gets only its
 * fingerprint.
 * @throws TributaryError `forbidden` below admin, `not_found`, `invalid`, `conflict` while another one is under way
 */
export async function requestErasure(
  ctx: Ctx,
  input: ErasureInput & { customerId: string },
  once?: Once,
): Promise<ErasureView> {
  requireRole(ctx, "admin");
  const { customerId, ...rest } = input;
  const { identity, includesVariants } = parseInput(erasureInput, rest);
  await requireCustomer(customerId);
  const total = await countRows(customerId);
  const fingerprint = fingerprintOf(customerId, identity);

  return prisma.$transaction(async (tx) => {
    const id = uuidv7();
    const earlier = await claimOnce(tx, ctx, once, id);
    if (earlier) return toErasureView(await tx.erasure.findUniqueOrThrow({ where: { id: earlier } }));

    const [erasure] = await tx.erasure.createManyAndReturn({
      data: [
        {
          id,
          customerId,
          fingerprint,
          identityEnc: encryptSecret(identity, { customerId, field: "erased_identity" }),
          includesVariants,
          total,
          requestedBy: ctx.actor.name,
        },
      ],
      skipDuplicates: true,
    });
    if (!erasure) {
      throw new TributaryError("conflict", "An erasure of this customer is under way. Wait for its end.");
    }

    await recordAudit(tx, ctx, {
      action: "customer.erasure_requested",
      customerId,
      subjectKind: "customer",
      subjectId: customerId,
      after: { erasureId: id, fingerprint, includesVariants },
    });
    return toErasureView(erasure);
  });
}
