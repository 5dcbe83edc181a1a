import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { type Page, readCursor, toPage } from "@/lib/kernel/api/keyset";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma } from "@/lib/kernel/database";
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
