import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { prisma, type Transaction } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import {
  type DestinationRow,
  type DestinationView,
  destinationParts,
  toDestinationView,
} from "./destination-view";

/**
 * One destination of a customer.
 * @throws TributaryError `forbidden`, `not_found`, also when it is another customer's
 */
export async function showDestination(
  ctx: Ctx,
  input: { customerId: string; destinationId: string },
): Promise<DestinationView> {
  requireRole(ctx, "viewer");
  return toDestinationView(await requireDestination(input));
}

/**
 * The row of one destination of a customer, with its active webhook secrets.
 * @throws TributaryError `not_found`, also when it is another customer's
 */
export async function requireDestination(
  input: { customerId: string; destinationId: string },
  db: Pick<Transaction, "destination"> = prisma,
): Promise<DestinationRow> {
  const found = await db.destination.findFirst({
    where: { id: input.destinationId, customerId: input.customerId },
    include: destinationParts,
  });
  if (!found) throw new TributaryError("not_found", "There is no such destination.");
  return found;
}
