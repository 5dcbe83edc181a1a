import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/actor";
import { type Page, readCursor, toPage } from "@/lib/api/keyset";
import { requireCustomer } from "@/lib/customers/require-customer";
import { prisma } from "@/lib/db";
import type { erasureListInput } from "./erasure-input";
import { type ErasureView, toErasureView } from "./erasure-view";

/**
 * A customer's erasures, newest first.
 * @throws TributaryError `forbidden`, `not_found`, `invalid` cursor
 */
export async function listErasures(
  ctx: Ctx,
  input: z.infer<typeof erasureListInput> & { customerId: string },
): Promise<Page<ErasureView>> {
  requireRole(ctx, "viewer");
  const before = readCursor(input.cursor, z.uuid());
  await requireCustomer(input.customerId);

  const rows = await prisma.erasure.findMany({
    where: { customerId: input.customerId, ...(before && { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take: input.limit + 1,
  });
  return toPage(rows, input.limit, (row) => row.id, toErasureView);
}
