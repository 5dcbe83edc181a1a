import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { listPushes, pushListInput } from "@/lib/cohorts/syncs/list-pushes";
import { pushPage } from "@/lib/cohorts/syncs/sync-view";

export const GET = handle({
  summary: "List pushes of a sync",
  description: "Calls to Braze.",
  role: "viewer",
  params: { customerId: z.uuid(), syncId: z.uuid() },
  query: pushListInput,
  answer: pushPage,
  run: (ctx, { params, query }) => listPushes(ctx, { ...params, ...query }),
});
