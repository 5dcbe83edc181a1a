import { type Ctx, requireCsmOrLink } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { requireOpenCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma, type Transaction } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import type { Endpoint } from "@/prisma/generated/client";
import { type EndpointOwner, ownerColumns } from "./endpoint-owner";
import { endpointState, type RevealedEndpointView, toRevealedEndpointView } from "./endpoint-view";
import { findEndpoint } from "./find-endpoint";
import { namedOwner } from "./insert-endpoint";

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
      throw new TributaryError("conflict", "This endpoint no longer works. Use the current one.");
    }
    await recordRevealed(tx, ctx, input, endpoint);
    return endpoint;
  });
  return toRevealedEndpointView(found);
}

/** The endpoint that an earlier request with the same key made, whose address is now shown again. */
export async function revealEarlier(
  tx: Transaction,
  ctx: Ctx,
  owner: EndpointOwner,
  endpointId?: string,
): Promise<Endpoint> {
  const endpoint = await tx.endpoint.findFirstOrThrow({
    where: { ...ownerColumns(owner), id: endpointId },
    orderBy: { id: "asc" },
  });
  await recordRevealed(tx, ctx, owner, endpoint);
  return endpoint;
}

/**
 * Records in the audit log that an existing endpoint's address is shown: on request, or because a creation is repeated
 * with its key.
 */
function recordRevealed(
  tx: Transaction,
  ctx: Ctx,
  owner: EndpointOwner,
  { id, hint }: Pick<Endpoint, "id" | "hint">,
): Promise<void> {
  return recordAudit(tx, ctx, {
    action: "endpoint.revealed",
    customerId: owner.customerId,
    subjectKind: "endpoint",
    subjectId: id,
    after: { ...namedOwner(owner), hint },
  });
}
