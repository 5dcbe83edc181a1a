import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { listMatchChecks, matchCheckListInput } from "@/lib/cohorts/match-checks/list-match-checks";
import { matchCheckPage } from "@/lib/cohorts/match-checks/match-check-view";

export const GET = handle({
  summary: "List match checks",
  description: "Newest first, without IDs.",
  role: "viewer",
  params: { customerId: z.uuid() },
  query: matchCheckListInput,
  answer: matchCheckPage,
  run: (ctx, { params, query }) => listMatchChecks(ctx, { ...params, ...query }),
});
