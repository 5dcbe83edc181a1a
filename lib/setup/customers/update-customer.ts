import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { assertVersion, assertWritten } from "@/lib/kernel/api/version";
import { changedFields, definedFields } from "@/lib/kernel/audit/changed-fields";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { assertOpen, requireCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma } from "@/lib/kernel/database";
import { requireOwner } from "@/lib/team/owners/require-owner";
import { type CustomerChange, customerChange } from "./customer-input";
import type { CustomerView } from "./customer-view";
import { showCustomer } from "./show-customer";
import { assertTransition } from "./transitions";

/**
 * Changes name, owner, state, from when on an alert opens, or the target for events. When a paused customer is resumed, what it held is forwarded.
 * @throws TributaryError `forbidden`, `not_found`, `invalid`, `conflict` (changed in the meantime, archived, or
 *   transition not allowed)
 */
export async function updateCustomer(
  ctx: Ctx,
  input: CustomerChange & { customerId: string },
): Promise<CustomerView> {
  requireRole(ctx, "csm");
  const { customerId, ...rest } = input;
  const { version, ...change } = parseInput(customerChange, rest);

  await prisma.$transaction(async (tx) => {
    const found = await requireCustomer(customerId, tx);
    assertVersion(found.version, version);
    if (change.state) assertTransition(found.state, change.state);
    else assertOpen(found);
    if (change.ownerId !== found.ownerId) await requireOwner(tx, change.ownerId);

    const before = {
      name: found.name,
      ownerId: found.ownerId,
      state: found.state,
      quarantineCount: found.quarantineCount,
      quarantinePercent: found.quarantinePercent,
      refusedCount: found.refusedCount,
      refusedPercent: found.refusedPercent,
      lagTargetSeconds: found.lagTargetSeconds,
    };
    const after = { ...before, ...definedFields(change) };
    const changed = changedFields(before, after);
    if (!changed.any) return;

    const written = await tx.customer.updateMany({
      where: { id: customerId, version },
      data: { ...after, version: { increment: 1 } },
    });
    assertWritten(written.count);
    await recordAudit(tx, ctx, {
      action: "customer.updated",
      customerId,
      subjectKind: "customer",
      subjectId: customerId,
      before: changed.before,
      after: changed.after,
    });
  });

  return showCustomer(ctx, { customerId });
}
