import type { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { assertVersion } from "@/lib/kernel/api/version";
import { changedFields, definedFields } from "@/lib/kernel/audit/changed-fields";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { requireOpenCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { lockStatusLink, type StatusLinkPlace } from "./lock-status-link";
import { statusLinkChange } from "./status-link-input";
import { type StatusLinkView, statusLinkState, toStatusLinkView } from "./status-link-view";

/**
 * Changes what an active link allows, at once, even for open pages.
 * @throws TributaryError `forbidden`, `not_found`, `invalid`, `conflict` (outdated version, link over, customer
 *   archived)
 */
export async function updateStatusLink(
  ctx: Ctx,
  input: StatusLinkPlace & z.infer<typeof statusLinkChange>,
): Promise<StatusLinkView> {
  requireRole(ctx, "csm");
  const { customerId, statusLinkId, ...rest } = input;
  const { version, ...wanted } = parseInput(statusLinkChange, rest);

  const updated = await prisma.$transaction(async (tx) => {
    await requireOpenCustomer(customerId, tx);
    const link = await lockStatusLink(tx, { customerId, statusLinkId });
    assertVersion(link.version, version);
    if (statusLinkState(link, new Date()) !== "active") {
      throw new TributaryError("conflict", "This link no longer works. Create a new one.");
    }

    const { canSync, canToggle, canCopyEndpoints } = link;
    const before = { canSync, canToggle, canCopyEndpoints };
    const after = { ...before, ...definedFields(wanted) };
    const changed = changedFields(before, after);
    if (!changed.any) return link;
    await recordAudit(tx, ctx, {
      action: "status_link.updated",
      customerId,
      subjectKind: "status_link",
      subjectId: link.id,
      before: changed.before,
      after: { ...changed.after, hint: link.hint },
    });
    return tx.statusLink.update({ where: { id: link.id }, data: { ...after, version: { increment: 1 } } });
  });
  return toStatusLinkView(updated);
}
