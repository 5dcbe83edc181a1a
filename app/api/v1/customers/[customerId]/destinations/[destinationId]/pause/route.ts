import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { destinationView } from "@/lib/setup/destinations/destination-view";
import { pauseDestination } from "@/lib/setup/destinations/pause-destination";

export const POST = handle({
  summary: "Pause a destination",
  description: "Updates from Heap are kept; nothing is sent to Braze.",
  role: "csm",
  params: { customerId: z.uuid(), destinationId: z.uuid() },
  answer: destinationView,
  run: (ctx, { params }) => pauseDestination(ctx, params),
});
