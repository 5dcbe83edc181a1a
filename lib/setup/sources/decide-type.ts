import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { requireOpenCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma, sqlOf } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { typeNamed } from "@/lib/vendors/braze/catalog";
import { eventTypeInput } from "@/lib/vendors/braze/event-type-input";
import { TypeDecision } from "@/prisma/generated/enums";
import { listSeenTypes } from "./list-seen-types";
import { releaseHeld } from "./release-held";
import { requireSource } from "./show-source";
import type { SeenTypesView } from "./type-view";

export const typeDecisionInput = z.strictObject({
  type: eventTypeInput,
  /** Null takes the decision back: what becomes of the type is again what the source does with new ones. */
  decision: z.enum(TypeDecision).nullable(),
});

/**
 * Decides whether a source forwards an event type that it has sent and that our catalog does not know. What was held is
 * forwarded or filtered now; what was filtered before can be replayed. A repeat changes nothing; another decision
 * replaces it, and none takes it back for the events to come.
 * @throws TributaryError `forbidden`, `not_found`, `invalid`, `conflict` (archived customer)
 */
export async function decideType(
  ctx: Ctx,
  input: z.input<typeof typeDecisionInput> & { customerId: string; sourceId: string },
): Promise<SeenTypesView> {
  requireRole(ctx, "csm");
  const { customerId, sourceId, ...rest } = input;
  const { type: named, decision } = parseInput(typeDecisionInput, rest);

  await prisma.$transaction(async (tx) => {
    await requireOpenCustomer(customerId, tx);
    await requireSource({ customerId, sourceId }, tx);
    // Whoever holds batches of the source waits here or has finished: see lib/forwarding/deliveries/hold-batches.ts.
    await sqlOf(tx).query("SELECT id FROM source WHERE id = $1 FOR NO KEY UPDATE", [sourceId]);
    const sent = await tx.seenType.findMany({ where: { sourceId } });
    const type = typeNamed(
      named,
      sent.map((one) => one.type),
    );
    const seen = sent.find((one) => one.type === type);
    if (!seen) throw new TributaryError("not_found", "This source has not sent this new event type.");
    if (seen.decision === decision) return;

    await tx.seenType.update({ where: { sourceId_type: { sourceId, type } }, data: { decision } });
    await recordAudit(tx, ctx, {
      action: "source.type_decided",
      customerId,
      subjectKind: "source",
      subjectId: sourceId,
      before: { type, decision: seen.decision },
      after: { type, decision },
    });
    await releaseHeld(tx, sourceId);
  });
  return listSeenTypes(ctx, { customerId, sourceId });
}
