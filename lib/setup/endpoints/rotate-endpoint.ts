import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { claimOnce, type Once } from "@/lib/kernel/api/idempotency";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { requireOpenCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { type EndpointOwner, lockOwner, ownerColumns } from "./endpoint-owner";
import { type RevealedEndpointView, toRevealedEndpointView } from "./endpoint-view";
import { findEndpoint } from "./find-endpoint";
import { insertEndpoint, namedOwner } from "./insert-endpoint";
import { revealEarlier } from "./reveal-endpoint";

/** Longest overlap of two endpoints: a week is enough to change a URL in Braze or Heap. Our choice. */
const MAX_OVERLAP_HOURS = 168;

const HOUR_MS = 3_600_000;

export const endpointRotation = z.strictObject({
  /** How long the old address keeps working; 0 ends it at once. */
  overlapHours: z.number().min(0).max(MAX_OVERLAP_HOURS).default(24),
});

/**
 * Replaces the current endpoint by a new one; the old address keeps working during the overlap.
 * @throws TributaryError `forbidden`, `not_found`, `conflict` (it is not the current one), `limit_reached` while an
 *   earlier one is still in its overlap: at most two addresses work at once
 */
export async function rotateEndpoint(
  ctx: Ctx,
  input: EndpointOwner & { endpointId: string; overlapHours: number },
  once?: Once,
): Promise<RevealedEndpointView> {
  requireRole(ctx, "csm");
  const { overlapHours } = parseInput(endpointRotation, { overlapHours: input.overlapHours });

  const created = await prisma.$transaction(async (tx) => {
    await requireOpenCustomer(input.customerId, tx);
    await lockOwner(tx, input);
    const id = uuidv7();
    const earlier = await claimOnce(tx, ctx, once, id);
    if (earlier) return revealEarlier(tx, ctx, input, earlier);

    const old = await findEndpoint(tx, input, input.endpointId);
    if (old.revokedAt || old.expiresAt) {
      throw new TributaryError("conflict", "This endpoint is not the current one. Rotate the current one.");
    }

    const now = new Date();
    const overlapping = await tx.endpoint.findFirst({
      where: { ...ownerColumns(input), revokedAt: null, expiresAt: { gt: now } },
      select: { hint: true },
    });
    if (overlapping && overlapHours > 0) {
      throw new TributaryError(
        "limit_reached",
        `The endpoint ending in ${overlapping.hint} still works. Revoke it first, or wait until it expires.`,
      );
    }

    const end =
      overlapHours === 0
        ? { revokedAt: now }
        : { expiresAt: new Date(now.getTime() + overlapHours * HOUR_MS) };
    await tx.endpoint.update({ where: { id: old.id }, data: end });
    await recordAudit(tx, ctx, {
      action: "endpoint.rotated",
      customerId: input.customerId,
      subjectKind: "endpoint",
      subjectId: old.id,
      before: { ...namedOwner(input), hint: old.hint },
      after: { replacedBy: id, overlapHours },
    });
    return insertEndpoint(tx, ctx, input, id);
  });
  return toRevealedEndpointView(created);
}
