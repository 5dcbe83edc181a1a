import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma } from "@/lib/kernel/database";
import { type EndpointOwner, lockOwner } from "./endpoint-owner";
import { type EndpointView, toEndpointView } from "./endpoint-view";
import { findEndpoint } from "./find-endpoint";
import { namedOwner } from "./insert-endpoint";

/**
 * Ends an endpoint at once: requests to it get 404. A repeat changes nothing.
 * @throws TributaryError `forbidden`, `not_found`
 */
export async function revokeEndpoint(
  ctx: Ctx,
  input: EndpointOwner & { endpointId: string },
): Promise<EndpointView> {
  requireRole(ctx, "csm");
  const revoked = await prisma.$transaction(async (tx) => {
    await lockOwner(tx, input);
    const found = await findEndpoint(tx, input, input.endpointId);
    if (found.revokedAt) return found;

    await recordAudit(tx, ctx, {
      action: "endpoint.revoked",
      customerId: input.customerId,
      subjectKind: "endpoint",
      subjectId: found.id,
      before: { ...namedOwner(input), hint: found.hint },
    });
    return tx.endpoint.update({ where: { id: found.id }, data: { revokedAt: new Date() } });
  });
  return toEndpointView(revoked);
}
