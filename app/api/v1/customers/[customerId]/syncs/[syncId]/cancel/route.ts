import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { cancelSync } from "@/lib/cohorts/syncs/cancel-sync";
import { cancelledSyncView } from "@/lib/cohorts/syncs/sync-view";

export const POST = handle({
  summary: "Cancel a sync",
  description: "A running sync ends after its current call.",
  role: "csm",
  params: { customerId: z.uuid(), syncId: z.uuid() },
  answer: cancelledSyncView,
  run: (ctx, { params }) => cancelSync(ctx, params),
});
