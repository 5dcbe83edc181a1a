import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { textInput } from "@/lib/kernel/api/text-input";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { requireOpenCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma } from "@/lib/kernel/database";
import { OPTIONAL_HOPS } from "@/lib/setup/proven-hops/hop-kinds";
import { requireDestination } from "./show-destination";

/** Our choice: a sentence or two. */
const MAX_REASON_LENGTH = 300;

export const skipInput = z.strictObject({
  kind: z.enum(OPTIONAL_HOPS),
  /** Why the hop is done without; null takes the decision back. */
  reason: textInput(MAX_REASON_LENGTH).nullable(),
});

export const skippedView = z.strictObject({ isSkipped: z.boolean() });

/**
 * Decides that a customer does without an optional hop of a destination, or takes that back. Real requests prove the hop
 * all the same. A repeat changes nothing; another reason replaces the one before.
 * @throws TributaryError `forbidden`, `not_found`, `invalid`, `conflict` (archived customer)
 */
export async function skipHop(
  ctx: Ctx,
  input: z.input<typeof skipInput> & { customerId: string; destinationId: string },
): Promise<z.infer<typeof skippedView>> {
  requireRole(ctx, "csm");
  const { customerId, destinationId, ...rest } = input;
  const { kind, reason } = parseInput(skipInput, rest);
  await prisma.$transaction(async (tx) => {
    await requireOpenCustomer(customerId, tx);
    await requireDestination({ customerId, destinationId }, tx);
    const where = { destinationId_kind: { destinationId, kind } };
    const before = (await tx.skippedHop.findUnique({ where }))?.reason ?? null;
    if (before === reason) return;

    const skipped = { reason: reason ?? "", skippedBy: ctx.actor.name };
    if (reason === null) await tx.skippedHop.deleteMany({ where: { destinationId, kind } });
    else {
      await tx.skippedHop.upsert({
        where,
        create: { destinationId, kind, customerId, ...skipped },
        update: { ...skipped, skippedAt: new Date() },
      });
    }
    await recordAudit(tx, ctx, {
      action: reason === null ? "destination.hop_asked_again" : "destination.hop_skipped",
      customerId,
      subjectKind: "destination",
      subjectId: destinationId,
      before: { kind, reason: before },
      after: { kind, reason },
    });
  });
  return { isSkipped: reason !== null };
}
