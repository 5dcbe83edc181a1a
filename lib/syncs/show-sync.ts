import type { Ctx } from "@/lib/actor";
import { prisma } from "@/lib/db";
import { TributaryError } from "@/lib/errors";
import type { Push, Sync } from "@/lib/generated/prisma/client";

/** A first export may make thousands of calls; the newest tell how it goes. */
const SHOWN_PUSHES = 100;

/** A call to Braze, without who was in it. */
export type ShownPush = Omit<Push, "userKeys" | "customerId" | "segmentId">;

/**
 * One sync with its newest calls, newest first.
 * @throws TributaryError `not_found`, also for a sync of another customer
 */
export async function showSync(
  _ctx: Ctx,
  { customerId, syncId }: { customerId: string; syncId: string },
): Promise<{ sync: Sync; pushes: ShownPush[] }> {
  const sync = await prisma.sync.findFirst({ where: { id: syncId, customerId } });
  if (!sync) throw new TributaryError("not_found", "There is no such sync.");

  const pushes = await prisma.push.findMany({
    where: { syncId },
    omit: { userKeys: true, customerId: true, segmentId: true },
    orderBy: { id: "desc" },
    take: SHOWN_PUSHES,
  });
  return { sync, pushes };
}
