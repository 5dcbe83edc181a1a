import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { dryRunInput, dryRunView } from "@/lib/dry-runs/dry-run-view";
import { makeDryRun } from "@/lib/dry-runs/make-dry-run";

export const POST = handle({
  params: { customerId: z.uuid(), segmentId: z.uuid() },
  body: dryRunInput,
  answer: dryRunView,
  status: 201,
  role: "csm",
  run: (ctx, { params, body }, once) => makeDryRun(ctx, { ...params, ...body }, once),
});
