import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { skipHop, skipInput, skippedView } from "@/lib/setup/destinations/skip-hop";

export const POST = handle({
  summary: "Skip an optional check",
  description: "Without a reason, the check is no longer skipped.",
  role: "csm",
  params: { customerId: z.uuid(), destinationId: z.uuid() },
  body: skipInput,
  answer: skippedView,
  run: (ctx, { params, body }) => skipHop(ctx, { ...params, ...body }),
});
