import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { requireOpenCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma, type Transaction } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import type { StatusLink } from "@/prisma/generated/client";
import { lockStatusLink, type StatusLinkPlace } from "./lock-status-link";
import { type RevealedStatusLinkView, statusLinkState, toRevealedStatusLinkView } from "./status-link-view";

/**
 * Shows an active link's address again, and records that in the audit log.
 * @throws TributaryError `forbidden`, `not_found`, `conflict` when the link is over or the customer archived
 */
export async function revealStatusLink(ctx: Ctx, place: StatusLinkPlace): Promise<RevealedStatusLinkView> {
  requireRole(ctx, "csm");
  const found = await prisma.$transaction(async (tx) => {
    await requireOpenCustomer(place.customerId, tx);
    const link = await lockStatusLink(tx, place);
    if (statusLinkState(link, new Date()) !== "active") {
      throw new TributaryError("conflict", "This link no longer works. Create a new one.");
    }
    await recordLinkRevealed(tx, ctx, link);
    return link;
  });
  return toRevealedStatusLinkView(found);
}

/** Records in the audit log that an existing link's address is shown, on request or because its creation is repeated. */
export function recordLinkRevealed(
  tx: Transaction,
  ctx: Ctx,
  { id, customerId, hint }: Pick<StatusLink, "id" | "customerId" | "hint">,
): Promise<void> {
  return recordAudit(tx, ctx, {
    action: "status_link.revealed",
    customerId,
    subjectKind: "status_link",
    subjectId: id,
    after: { hint },
  });
}
