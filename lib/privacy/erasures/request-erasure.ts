import { v7 as uuidv7 } from "uuid";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { claimOnce, type Once } from "@/lib/kernel/api/idempotency";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma, type Transaction } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { encryptSecret } from "@/lib/kernel/secrets/encrypt";
import { fingerprintOf } from "@/lib/kernel/secrets/fingerprint";
import type { Erasure } from "@/prisma/generated/client";
import { type ErasureInput, erasureInput } from "./erasure-input";
import { type ErasureView, toErasureView } from "./erasure-view";
import { countRows } from "./walk-customer";

/**
 * Requests the erasure of one person's data from everything that is kept for a customer; what that is:
 * docs/decisions/008-erasure-and-exports.md. The identity itself is kept encrypted until the end, and then forgotten; the
 * audit log gets its fingerprint only.
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

  return prisma.$transaction(async (tx) => {
    const id = uuidv7();
    const earlier = await claimOnce(tx, ctx, once, id);
    if (earlier) return toErasureView(await tx.erasure.findUniqueOrThrow({ where: { id: earlier } }));

    const erasure = await createErasure(tx, ctx, { id, customerId, identity, includesVariants, total });
    if (!erasure) {
      throw new TributaryError(
        "conflict",
        "An erasure for this customer is already running. Wait for it to end.",
      );
    }
    return toErasureView(erasure);
  });
}

/**
 * Writes down an erasure, with its audit entry; whoever calls checks the role.
 * @param erasure.deletionRequestId of which deletion request it is a part
 * @returns null while another erasure of the customer is under way
 */
export async function createErasure(
  tx: Transaction,
  ctx: Ctx,
  erasure: Pick<Erasure, "id" | "customerId" | "includesVariants" | "total"> & {
    identity: string;
    deletionRequestId?: string;
  },
): Promise<Erasure | null> {
  const { identity, ...columns } = erasure;
  const { id, customerId, includesVariants, deletionRequestId } = erasure;
  const fingerprint = fingerprintOf(customerId, identity);
  const [created] = await tx.erasure.createManyAndReturn({
    data: [
      {
        ...columns,
        fingerprint,
        identityEnc: encryptSecret(identity, { customerId, field: "erased_identity" }),
        requestedBy: ctx.actor.name,
      },
    ],
    skipDuplicates: true,
  });
  if (!created) return null;

  await recordAudit(tx, ctx, {
    action: "customer.erasure_requested",
    customerId,
    subjectKind: "customer",
    subjectId: customerId,
    after: { erasureId: id, fingerprint, includesVariants, ...(deletionRequestId && { deletionRequestId }) },
  });
  return created;
}
