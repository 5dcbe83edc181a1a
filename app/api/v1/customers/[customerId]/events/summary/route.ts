import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { eventSummary, summarizeEvents } from "@/lib/forwarding/events/summarize-events";

export const GET = handle({
  summary: "Count events by outcome and type",
  role: "viewer",
  params: { customerId: z.uuid() },
  answer: eventSummary,
  run: (ctx, { params }) => summarizeEvents(ctx, params),
});
