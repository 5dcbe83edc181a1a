import { v7 as uuidv7 } from "uuid";
import { type Ctx, requireRole } from "@/lib/actor";
import { claimOnce, type Once } from "@/lib/api/idempotency";
import { parseInput } from "@/lib/api/parse-input";
import { recordAudit } from "@/lib/audit/record";
import { prisma } from "@/lib/db";
import { type CustomerInput, customerInput } from "./customer-input";
import type { CustomerView } from "./customer-view";
import { requireOwner } from "./require-owner";
import { showCustomer } from "./show";

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
