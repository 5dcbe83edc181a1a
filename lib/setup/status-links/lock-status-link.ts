import type { Transaction } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import type { StatusLink } from "@/prisma/generated/client";

/** Which link of which customer. */
export interface StatusLinkPlace {
  customerId: string;
  statusLinkId: string;
}

/**
 * One status link of this customer, locked until the transaction ends.
 * @throws TributaryError `not_found`, also when it is another customer's
 */
export async function lockStatusLink(
  tx: Transaction,
  { customerId, statusLinkId: id }: StatusLinkPlace,
): Promise<StatusLink> {
  await tx.$queryRaw`SELECT 1 FROM status_link WHERE id = ${id}::uuid FOR UPDATE`;
  const found = await tx.statusLink.findFirst({ where: { id, customerId } });
  if (!found) throw new TributaryError("not_found", "There is no such status link.");
  return found;
}
