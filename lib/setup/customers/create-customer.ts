import { v7 as uuidv7 } from "uuid";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { claimOnce, type Once } from "@/lib/kernel/api/idempotency";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { prisma } from "@/lib/kernel/database";
import { requireOwner } from "@/lib/team/owners/require-owner";
import { type CustomerInput, customerInput } from "./customer-input";
import type { CustomerView } from "./customer-view";
import { showCustomer } from "./show-customer";

/**
 * Creates a customer in the state `onboarding`.
 * @param once makes a repeat answer with what the first request created
 * @throws TributaryError `forbidden`, `invalid`, `conflict` (key used for another request)
 */
export async function createCustomer(ctx: Ctx, input: CustomerInput, once?: Once): Promise<CustomerView> {
  requireRole(ctx, "csm");
  const { name, ownerId } = parseInput(customerInput, input);

  const customerId = await prisma.$transaction(async (tx) => {
    const id = uuidv7();
    const earlier = await claimOnce(tx, ctx, once, id);
    if (earlier) return earlier;

    await requireOwner(tx, ownerId);
    await tx.customer.create({ data: { id, name, ownerId } });
    await recordAudit(tx, ctx, {
      action: "customer.created",
      customerId: id,
      subjectKind: "customer",
      subjectId: id,
      after: { name, ownerId, state: "onboarding" },
    });
    return id;
  });
  return showCustomer(ctx, { customerId });
}
