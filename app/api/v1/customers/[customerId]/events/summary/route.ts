import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { eventSummary, summarizeEvents } from "@/lib/events/summarize";

export const GET = handle({
  params: { customerId: z.uuid() },
  answer: eventSummary,
  run: (ctx, { params }) => summarizeEvents(ctx, params),
});
