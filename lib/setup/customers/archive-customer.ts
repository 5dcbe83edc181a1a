import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { assertVersion, assertWritten } from "@/lib/kernel/api/version";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma } from "@/lib/kernel/database";
import type { CustomerView } from "./customer-view";
import { showCustomer } from "./show-customer";
import { assertTransition } from "./transitions";

/**
 * Archives a customer: its endpoints return 404 from then on, so Braze and Heap drop what they send. Its records
 * stay.
 * @throws TributaryError `forbidden`, `not_found`, `conflict` (changed in the meantime)
 */
export async function archiveCustomer(
  ctx: Ctx,
  input: { customerId: string; version: number },
): Promise<CustomerView> {
  requireRole(ctx, "csm");
  const { customerId, version } = input;

  await prisma.$transaction(async (tx) => {
    const found = await requireCustomer(customerId, tx);
    if (found.state === "archived") return;

    assertVersion(found.version, version);
    assertTransition(found.state, "archived");
    const written = await tx.customer.updateMany({
      where: { id: customerId, version },
      data: { state: "archived", version: { increment: 1 } },
    });
    assertWritten(written.count);
    await recordAudit(tx, ctx, {
      action: "customer.archived",
      customerId,
      subjectKind: "customer",
      subjectId: customerId,
      before: { state: found.state },
      after: { state: "archived" },
    });
  });
  return showCustomer(ctx, { customerId });
}
