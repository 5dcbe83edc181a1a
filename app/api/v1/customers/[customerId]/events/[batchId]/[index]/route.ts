import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { eventDetail, showEvent } from "@/lib/forwarding/events/show-event";

export const GET = handle({
  summary: "Show an event",
  description: "As Braze sent it, and as Heap received it.",
  role: "viewer",
  params: { customerId: z.uuid(), batchId: z.uuid(), index: z.coerce.number().pipe(z.int32().min(0)) },
  answer: eventDetail,
  run: (ctx, { params }) => showEvent(ctx, params),
});
