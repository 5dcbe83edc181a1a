import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { type Page, pageOf, readCursor, toPage } from "@/lib/kernel/api/keyset";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma } from "@/lib/kernel/database";
import type { destinationListInput } from "./destination-input";
import {
  type DestinationView,
  destinationParts,
  destinationView,
  toDestinationView,
} from "./destination-view";

export const destinationPage = pageOf(destinationView);

/**
 * A customer's destinations, oldest first.
 * @throws TributaryError `forbidden`, `not_found`, `invalid` cursor
 */
export async function listDestinations(
  ctx: Ctx,
  input: z.infer<typeof destinationListInput> & { customerId: string },
): Promise<Page<DestinationView>> {
  requireRole(ctx, "viewer");
  const after = readCursor(input.cursor, z.uuid());
  await requireCustomer(input.customerId);

  const rows = await prisma.destination.findMany({
    where: { customerId: input.customerId, ...(after && { id: { gt: after } }) },
    include: destinationParts,
    orderBy: { id: "asc" },
    take: input.limit + 1,
  });
  return toPage(rows, input.limit, (row) => row.id, toDestinationView);
}
