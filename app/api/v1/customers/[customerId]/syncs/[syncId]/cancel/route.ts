import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { cancelSync } from "@/lib/syncs/cancel-sync";
import { cancelledSyncView } from "@/lib/syncs/sync-view";

export const POST = handle({
  params: { customerId: z.uuid(), syncId: z.uuid() },
  answer: cancelledSyncView,
  role: "csm",
  run: (ctx, { params }) => cancelSync(ctx, params),
});
