import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { dryRunView } from "@/lib/cohorts/dry-runs/dry-run-view";
import { dryRunInput, makeDryRun } from "@/lib/cohorts/dry-runs/make-dry-run";

export const POST = handle({
  summary: "Make a dry run of a sync",
  description: "Counts what a sync would send, without calling Braze.",
  role: "csm",
  params: { customerId: z.uuid(), segmentId: z.uuid() },
  body: dryRunInput,
  answer: dryRunView,
  status: 201,
  run: (ctx, { params, body }, once) => makeDryRun(ctx, { ...params, ...body }, once),
});
