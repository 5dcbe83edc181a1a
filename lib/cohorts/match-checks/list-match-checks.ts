import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { type Page, pageInput, readCursor, toPage } from "@/lib/kernel/api/keyset";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma } from "@/lib/kernel/database";
import { type MatchCheckView, toMatchCheckView } from "./match-check-view";

export const matchCheckListInput = z.strictObject({ ...pageInput, segmentId: z.uuid().optional() });

/**
 * A customer's match checks, newest first, without ids.
 * @throws TributaryError `forbidden`, `not_found`, `invalid` cursor
 */
export async function listMatchChecks(
  ctx: Ctx,
  input: z.infer<typeof matchCheckListInput> & { customerId: string },
): Promise<Page<MatchCheckView>> {
  requireRole(ctx, "viewer");
  const { customerId, segmentId, limit } = input;
  const before = readCursor(input.cursor, z.uuid());
  await requireCustomer(customerId);

  const rows = await prisma.matchCheck.findMany({
    where: { customerId, segmentId, ...(before && { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  return toPage(rows, limit, (row) => row.id, toMatchCheckView);
}
