import { prisma, type Transaction } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import type { Customer } from "@/prisma/generated/client";

/**
 * The customer with this id.
 * @throws TributaryError `not_found`
 */
export async function requireCustomer(
  customerId: string,
  db: Pick<Transaction, "customer"> = prisma,
): Promise<Customer> {
  const found = await db.customer.findUnique({ where: { id: customerId } });
  if (!found) throw new TributaryError("not_found", "There is no such customer.");
  return found;
}

/**
 * The customer, for a change to something of it.
 * @throws TributaryError `not_found`; `conflict` when it is archived, since nothing of it works then
 */
export async function requireOpenCustomer(
  customerId: string,
  db: Pick<Transaction, "customer">,
): Promise<Customer> {
  const found = await requireCustomer(customerId, db);
  assertOpen(found);
  return found;
}

/**
 * Refuses an archived customer.
 * @throws TributaryError `conflict`
 */
export function assertOpen({ state }: Pick<Customer, "state">): void {
  if (state !== "archived") return;
  throw new TributaryError("conflict", "This customer is archived. Restore it to change it.");
}
