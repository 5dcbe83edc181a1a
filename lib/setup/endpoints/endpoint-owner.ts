import type { Transaction } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";

/** What an endpoint belongs to: one source or one destination of a customer. */
export type EndpointOwner = { customerId: string } & (
  | { sourceId: string; destinationId?: undefined }
  | { sourceId?: undefined; destinationId: string }
);

/** The columns by which an endpoint is found. */
export function ownerColumns(owner: EndpointOwner) {
  return {
    customerId: owner.customerId,
    sourceId: owner.sourceId ?? null,
    destinationId: owner.destinationId ?? null,
  };
}

/**
 * Locks the owner until the transaction ends, so that changes to its endpoints and secrets take turns.
 * @throws TributaryError `not_found`, also when it is another customer's
 */
export async function lockOwner(tx: Transaction, owner: EndpointOwner): Promise<void> {
  const rows = owner.sourceId
    ? await tx.$queryRaw<unknown[]>`
        SELECT 1 FROM source WHERE id = ${owner.sourceId}::uuid AND customer_id = ${owner.customerId}::uuid
        FOR UPDATE`
    : await tx.$queryRaw<unknown[]>`
        SELECT 1 FROM destination
        WHERE id = ${owner.destinationId}::uuid AND customer_id = ${owner.customerId}::uuid
        FOR UPDATE`;
  if (rows.length === 0) {
    throw new TributaryError("not_found", `There is no such ${owner.sourceId ? "source" : "destination"}.`);
  }
}
