import type { Transaction } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import type { Endpoint } from "@/prisma/generated/client";
import { type EndpointOwner, ownerColumns } from "./endpoint-owner";

/**
 * One endpoint of this owner.
 * @throws TributaryError `not_found`, also when it belongs to another owner or customer
 */
export async function findEndpoint(
  db: Pick<Transaction, "endpoint">,
  owner: EndpointOwner,
  endpointId: string,
): Promise<Endpoint> {
  const found = await db.endpoint.findFirst({ where: { ...ownerColumns(owner), id: endpointId } });
  if (!found) throw new TributaryError("not_found", "There is no such endpoint.");
  return found;
}
