import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { showSync } from "@/lib/syncs/show-sync";
import { shownSyncView, toPushView, toSyncView } from "@/lib/syncs/sync-view";

export const GET = handle({
  params: { customerId: z.uuid(), syncId: z.uuid() },
  answer: shownSyncView,
  run: async (ctx, { params }) => {
    const { sync, pushes } = await showSync(ctx, params);
    return { ...toSyncView(sync), calls: pushes.map(toPushView) };
  },
});
