import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { dryRunPage } from "@/lib/cohorts/dry-runs/dry-run-view";
import { dryRunListInput, listDryRuns } from "@/lib/cohorts/dry-runs/list-dry-runs";

export const GET = handle({
  summary: "List dry runs",
  description: "Newest first.",
  role: "viewer",
  params: { customerId: z.uuid() },
  query: dryRunListInput,
  answer: dryRunPage,
  run: (ctx, { params, query }) => listDryRuns(ctx, { ...params, ...query }),
});
