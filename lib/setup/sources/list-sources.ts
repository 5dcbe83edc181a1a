import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { type Page, pageOf, readCursor, toPage } from "@/lib/kernel/api/keyset";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma } from "@/lib/kernel/database";
import type { sourceListInput } from "./source-input";
import { type SourceView, sourceView, toSourceView } from "./source-view";

export const sourcePage = pageOf(sourceView);

/**
 * A customer's sources, oldest first.
 * @throws TributaryError `forbidden`, `not_found`, `invalid` cursor
 */
export async function listSources(
  ctx: Ctx,
  input: z.infer<typeof sourceListInput> & { customerId: string },
): Promise<Page<SourceView>> {
  requireRole(ctx, "viewer");
  const after = readCursor(input.cursor, z.uuid());
  await requireCustomer(input.customerId);

  const rows = await prisma.source.findMany({
    where: { customerId: input.customerId, ...(after && { id: { gt: after } }) },
    orderBy: { id: "asc" },
    take: input.limit + 1,
  });
  return toPage(rows, input.limit, (row) => row.id, toSourceView);
}
