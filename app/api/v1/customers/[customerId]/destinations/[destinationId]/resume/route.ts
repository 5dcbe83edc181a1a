import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { nudgeCustomer } from "@/inngest/nudge";
import { destinationView } from "@/lib/setup/destinations/destination-view";
import { resumeDestination } from "@/lib/setup/destinations/pause-destination";

export const POST = handle({
  summary: "Resume a destination",
  description: "What was kept is sent at once.",
  role: "csm",
  params: { customerId: z.uuid(), destinationId: z.uuid() },
  answer: destinationView,
  run: async (ctx, { params }) => {
    const destination = await resumeDestination(ctx, params);
    await nudgeCustomer(params.customerId);
    return destination;
  },
});
