import type { Ctx } from "@/lib/actor";
import { prisma } from "@/lib/db";
import type { Sync } from "@/lib/generated/prisma/client";

export interface SyncListWish {
  customerId: string;
  segmentId?: string;
  /** The last id of the page before. */
  beforeId?: string;
  /** At most this many; 50 unless told. */
  limit?: number;
}

/**
 * A customer's syncs, newest first.
 * @returns `nextBeforeId` is what to ask on with; null on the last page
 */
export async function listSyncs(
  _ctx: Ctx,
  { customerId, segmentId, beforeId, limit = 50 }: SyncListWish,
): Promise<{ syncs: Sync[]; nextBeforeId: string | null }> {
  const found = await prisma.sync.findMany({
    where: { customerId, segmentId, id: beforeId === undefined ? undefined : { lt: beforeId } },
    orderBy: { id: "desc" },
    take: limit + 1,
  });

  const syncs = found.slice(0, limit);
  return { syncs, nextBeforeId: found.length > limit ? (syncs.at(-1)?.id ?? null) : null };
}
