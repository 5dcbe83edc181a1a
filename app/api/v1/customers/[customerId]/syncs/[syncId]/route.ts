import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { showSync } from "@/lib/cohorts/syncs/show-sync";
import { syncView } from "@/lib/cohorts/syncs/sync-view";

export const GET = handle({
  summary: "Show a sync",
  role: "viewer",
  params: { customerId: z.uuid(), syncId: z.uuid() },
  answer: syncView,
  run: (ctx, { params }) => showSync(ctx, params),
});
