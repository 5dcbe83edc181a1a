import { type Ctx, requireRole } from "@/lib/actor";
import { recordAudit } from "@/lib/audit/record";
import { requireOpenCustomer } from "@/lib/customers/require-customer";
import { prisma } from "@/lib/db";
import { TributaryError } from "@/lib/errors";
import { lockStatusLink, type StatusLinkPlace } from "./find";
import { type RevealedStatusLinkView, statusLinkState, toRevealedStatusLinkView } from "./status-link-view";

/**
 * Shows an active link's address again, and says so in the audit log.
 * @throws TributaryError `forbidden`, `not_found`, `conflict` when the link is over or the customer archived
 */
export async function revealStatusLink(ctx: Ctx, place: StatusLinkPlace): Promise<RevealedStatusLinkView> {
  requireRole(ctx, "csm");
  const found = await prisma.$transaction(async (tx) => {
    await requireOpenCustomer(place.customerId, tx);
    const link = await lockStatusLink(tx, place);
    if (statusLinkState(link, new Date()) !== "active") {
      throw new TributaryError("conflict", "This link is over. Make a new one.");
    }
    await recordAudit(tx, ctx, {
      action: "status_link.revealed",
      customerId: place.customerId,
      subjectKind: "status_link",
      subjectId: link.id,
      after: { hint: link.hint },
    });
    return link;
  });
  return toRevealedStatusLinkView(found);
}
