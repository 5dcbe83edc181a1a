import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { type CustomerView, customerParts, toCustomerView } from "./customer-view";
import { readBooksOf } from "./read-books";

/**
 * One customer with its live counts.
 * @throws TributaryError `forbidden`, `not_found`
 */
export async function showCustomer(ctx: Ctx, input: { customerId: string }): Promise<CustomerView> {
  requireRole(ctx, "viewer");
  const [row, books] = await Promise.all([
    prisma.customer.findUnique({ where: { id: input.customerId }, include: customerParts }),
    readBooksOf(input.customerId),
  ]);
  if (!row) throw new TributaryError("not_found", "There is no such customer.");

  return toCustomerView(row, books);
}
