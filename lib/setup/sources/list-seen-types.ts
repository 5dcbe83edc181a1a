import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { prisma } from "@/lib/kernel/database";
import { eventName } from "@/lib/vendors/braze/catalog";
import { requireSource } from "./show-source";
import type { SeenTypesView } from "./type-view";

/**
 * The event types that a source has sent and that neither our catalog nor, at the time, its settings knew.
 * @throws TributaryError `forbidden`, `not_found`
 */
export async function listSeenTypes(
  ctx: Ctx,
  input: { customerId: string; sourceId: string },
): Promise<SeenTypesView> {
  requireRole(ctx, "viewer");
  const { newTypes } = await requireSource(input);
  const rows = await prisma.seenType.findMany({
    where: { sourceId: input.sourceId },
    orderBy: [{ firstSeenAt: "desc" }, { type: "asc" }],
  });
  const types = rows.map(({ type, decision, firstSeenAt }) => ({
    type,
    name: eventName(type),
    decision,
    firstSeenAt: firstSeenAt.toISOString(),
  }));
  return { sourceId: input.sourceId, newTypes, types };
}
