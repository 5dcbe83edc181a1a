import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { listSyncs } from "@/lib/cohorts/syncs/list-syncs";
import { syncListInput } from "@/lib/cohorts/syncs/sync-input";
import { syncPage } from "@/lib/cohorts/syncs/sync-view";

export const GET = handle({
  summary: "List syncs",
  description: "Newest first.",
  role: "viewer",
  params: { customerId: z.uuid() },
  query: syncListInput,
  answer: syncPage,
  run: (ctx, { params, query }) => listSyncs(ctx, { ...params, ...query }),
});
