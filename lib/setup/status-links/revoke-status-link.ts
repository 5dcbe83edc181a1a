import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma } from "@/lib/kernel/database";
import { lockStatusLink, type StatusLinkPlace } from "./lock-status-link";
import { type StatusLinkView, toStatusLinkView } from "./status-link-view";

/**
 * Ends a link at once: an open page shows that the link has ended. A repeat changes nothing.
 * @throws TributaryError `forbidden`, `not_found`
 */
export async function revokeStatusLink(ctx: Ctx, place: StatusLinkPlace): Promise<StatusLinkView> {
  requireRole(ctx, "csm");
  const revoked = await prisma.$transaction(async (tx) => {
    const link = await lockStatusLink(tx, place);
    if (link.revokedAt) return link;

    await recordAudit(tx, ctx, {
      action: "status_link.revoked",
      customerId: place.customerId,
      subjectKind: "status_link",
      subjectId: link.id,
      before: { hint: link.hint },
    });
    const change = { revokedAt: new Date(), version: { increment: 1 } };
    return tx.statusLink.update({ where: { id: link.id }, data: change });
  });
  return toStatusLinkView(revoked);
}
