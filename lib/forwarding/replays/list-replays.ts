import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { type Page, readCursor, toPage } from "@/lib/kernel/api/keyset";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma } from "@/lib/kernel/database";
import type { replayListInput } from "./replay-input";
import { type ReplayView, toReplayView } from "./replay-view";

/**
 * A customer's replays, newest first.
 * @throws TributaryError `forbidden`, `not_found`, `invalid` cursor
 */
export async function listReplays(
  ctx: Ctx,
  input: z.infer<typeof replayListInput> & { customerId: string },
): Promise<Page<ReplayView>> {
  requireRole(ctx, "viewer");
  const before = readCursor(input.cursor, z.uuid());
  await requireCustomer(input.customerId);

  const rows = await prisma.replay.findMany({
    where: { customerId: input.customerId, sourceId: input.sourceId, ...(before && { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take: input.limit + 1,
  });
  return toPage(rows, input.limit, (row) => row.id, toReplayView);
}
