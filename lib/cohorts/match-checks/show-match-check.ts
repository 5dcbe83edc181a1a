import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { type ShownMatchCheckView, toMatchCheckView } from "./match-check-view";

/**
 * One match check with the ids Braze does not know.
 * @throws TributaryError `forbidden`; `not_found`, also for a check of another customer
 */
export async function showMatchCheck(
  ctx: Ctx,
  { customerId, matchCheckId }: { customerId: string; matchCheckId: string },
): Promise<ShownMatchCheckView> {
  requireRole(ctx, "viewer");
  const found = await prisma.matchCheck.findFirst({
    where: { id: matchCheckId, customerId },
    include: { ids: { where: { known: false }, orderBy: { position: "asc" }, select: { userKey: true } } },
  });
  if (!found) throw new TributaryError("not_found", "There is no such match check.");

  const { ids, ...row } = found;
  return { ...toMatchCheckView(row), unknownIds: ids.map(({ userKey }) => userKey) };
}
