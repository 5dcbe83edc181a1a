import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { type Page, pageInput, readCursor, toPage } from "@/lib/kernel/api/keyset";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { type PushView, toPushView } from "./sync-view";

export const pushListInput = z.strictObject(pageInput);

/**
 * A sync's pushes, newest first, without their members.
 * @throws TributaryError `forbidden`; `not_found`, also for a sync of another customer; `invalid` cursor
 */
export async function listPushes(
  ctx: Ctx,
  input: z.infer<typeof pushListInput> & { customerId: string; syncId: string },
): Promise<Page<PushView>> {
  requireRole(ctx, "viewer");
  const beforeId = readCursor(input.cursor, z.uuid());
  const { customerId, syncId } = input;
  const sync = await prisma.sync.findFirst({ where: { id: syncId, customerId }, select: { id: true } });
  if (!sync) throw new TributaryError("not_found", "There is no such sync.");

  const rows = await prisma.push.findMany({
    where: { syncId, ...(beforeId && { id: { lt: beforeId } }) },
    omit: { userKeys: true, customerId: true, segmentId: true, syncId: true },
    orderBy: { id: "desc" },
    take: input.limit + 1,
  });
  return toPage(rows, input.limit, (row) => row.id, toPushView);
}
