import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { readCursor, writeCursor } from "@/lib/api/keyset";
import { requireCustomer } from "@/lib/customers/require-customer";
import { listSyncs } from "@/lib/syncs/list-syncs";
import { syncListInput, syncPage, toSyncView } from "@/lib/syncs/sync-view";

export const GET = handle({
  params: { customerId: z.uuid() },
  query: syncListInput,
  answer: syncPage,
  run: async (ctx, { params, query: { cursor, ...query } }) => {
    const beforeId = readCursor(cursor, z.uuid()) ?? undefined;
    await requireCustomer(params.customerId);
    const { syncs, nextBeforeId } = await listSyncs(ctx, { ...params, ...query, beforeId });
    return { items: syncs.map(toSyncView), nextCursor: nextBeforeId && writeCursor(nextBeforeId) };
  },
});
