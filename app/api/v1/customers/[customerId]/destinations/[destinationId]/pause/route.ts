import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { destinationView } from "@/lib/destinations/destination-view";
import { pauseDestination } from "@/lib/destinations/pause";

export const POST = handle({
  params: { customerId: z.uuid(), destinationId: z.uuid() },
  answer: destinationView,
  run: (ctx, { params }) => pauseDestination(ctx, params),
});
