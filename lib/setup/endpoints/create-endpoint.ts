import { v7 as uuidv7 } from "uuid";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { claimOnce, type Once } from "@/lib/kernel/api/idempotency";
import { requireOpenCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { type EndpointOwner, lockOwner, ownerColumns } from "./endpoint-owner";
import { type RevealedEndpointView, toRevealedEndpointView } from "./endpoint-view";
import { insertEndpoint } from "./insert-endpoint";
import { revealEarlier } from "./reveal-endpoint";

/**
 * Gives a source or destination a new current endpoint after its last one was revoked.
 * @throws TributaryError `forbidden`, `not_found`, `limit_reached` while one is current (rotate that one),
 *   `conflict` (archived customer, or key used for another request)
 */
export async function createEndpoint(
  ctx: Ctx,
  owner: EndpointOwner,
  once?: Once,
): Promise<RevealedEndpointView> {
  requireRole(ctx, "csm");
  const created = await prisma.$transaction(async (tx) => {
    await requireOpenCustomer(owner.customerId, tx);
    await lockOwner(tx, owner);
    const id = uuidv7();
    const earlier = await claimOnce(tx, ctx, once, id);
    if (earlier) return revealEarlier(tx, ctx, owner, earlier);

    const current = await tx.endpoint.findFirst({
      where: { ...ownerColumns(owner), expiresAt: null, revokedAt: null },
      select: { id: true },
    });
    if (current) {
      throw new TributaryError("limit_reached", "There is already a current endpoint. Rotate it instead.");
    }
    return insertEndpoint(tx, ctx, owner, id);
  });
  return toRevealedEndpointView(created);
}
