import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { prisma } from "@/lib/kernel/database";

export interface OwnerView {
  id: string;
  name: string;
}

/**
 * All owners of customers, by name.
 * @throws TributaryError `forbidden`
 */
export async function listOwners(ctx: Ctx): Promise<OwnerView[]> {
  requireRole(ctx, "viewer");
  return prisma.user.findMany({
    where: { customers: { some: {} } },
    select: { id: true, name: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
}
