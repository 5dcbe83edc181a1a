import { type Ctx, requireCsmOrLink } from "@/lib/kernel/actor";
import { requireOpenCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import type { EndpointOwner } from "./endpoint-owner";
import { endpointState, type RevealedEndpointView, toRevealedEndpointView } from "./endpoint-view";
import { findEndpoint } from "./find-endpoint";
import { recordRevealed } from "./insert-endpoint";

/**
 * Shows an endpoint's address, and records that in the audit log.
 * @throws TributaryError `forbidden`, `not_found`, `conflict` when the endpoint has ended or the customer is archived
 */
export async function revealEndpoint(
  ctx: Ctx,
  input: EndpointOwner & { endpointId: string },
): Promise<RevealedEndpointView> {
  requireCsmOrLink(ctx, input.customerId, "copy_endpoints");
  const found = await prisma.$transaction(async (tx) => {
    await requireOpenCustomer(input.customerId, tx);
    const endpoint = await findEndpoint(tx, input, input.endpointId);
    if (endpointState(endpoint, new Date()) === "ended") {
      throw new TributaryError("conflict", "This endpoint has ended. Use the current one.");
    }
    await recordRevealed(tx, ctx, input, endpoint);
    return endpoint;
  });
  return toRevealedEndpointView(found);
}
