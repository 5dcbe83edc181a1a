import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma, type Transaction } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { lockOwner } from "@/lib/setup/endpoints/endpoint-owner";
import type { ConnectLink } from "@/prisma/generated/client";
import { type ConnectLinkView, connectLinkState, toConnectLinkView } from "./connect-link-view";

/**
 * Ends an active link at once. One that is already used, expired or revoked stays unchanged.
 * @throws TributaryError `forbidden`, `not_found`, also when it is of another destination or customer
 */
export async function revokeConnectLink(
  ctx: Ctx,
  input: { customerId: string; destinationId: string; connectLinkId: string },
): Promise<ConnectLinkView> {
  requireRole(ctx, "csm");
  const { customerId, destinationId, connectLinkId: id } = input;

  const link = await prisma.$transaction(async (tx) => {
    await lockOwner(tx, { customerId, destinationId });
    const found = await tx.connectLink.findFirst({ where: { id, customerId, destinationId } });
    if (!found) throw new TributaryError("not_found", "There is no such connect link.");

    const now = new Date();
    return connectLinkState(found, now) === "active" ? endConnectLink(tx, ctx, found, now) : found;
  });
  return toConnectLinkView(link);
}

/** Ends a link inside the transaction that holds its destination's lock. */
export async function endConnectLink(
  tx: Transaction,
  ctx: Ctx,
  link: ConnectLink,
  now: Date,
): Promise<ConnectLink> {
  await recordAudit(tx, ctx, {
    action: "connect_link.revoked",
    customerId: link.customerId,
    subjectKind: "connect_link",
    subjectId: link.id,
    before: { destinationId: link.destinationId, hint: link.hint },
  });
  return tx.connectLink.update({ where: { id: link.id }, data: { revokedAt: now } });
}
