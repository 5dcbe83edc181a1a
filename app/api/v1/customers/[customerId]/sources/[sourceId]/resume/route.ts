import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { nudgeCustomer } from "@/inngest/nudge";
import { resumeSource } from "@/lib/setup/sources/pause-source";
import { sourceView } from "@/lib/setup/sources/source-view";

export const POST = handle({
  summary: "Resume a source",
  description: "What was kept is forwarded at once.",
  role: "csm",
  params: { customerId: z.uuid(), sourceId: z.uuid() },
  answer: sourceView,
  run: async (ctx, { params }) => {
    const source = await resumeSource(ctx, params);
    await nudgeCustomer(params.customerId);
    return source;
  },
});
