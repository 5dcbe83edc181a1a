import { requireOpenCustomer } from "@/lib/kernel/customers/require-customer";
import type { Transaction } from "@/lib/kernel/database";

/**
 * Locks a customer until the transaction ends, so that changes to its status links take turns.
 * @throws TributaryError `not_found`; `conflict` when it is archived
 */
export async function lockCustomer(tx: Transaction, customerId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM customer WHERE id = ${customerId}::uuid FOR NO KEY UPDATE`;
  await requireOpenCustomer(customerId, tx);
}
