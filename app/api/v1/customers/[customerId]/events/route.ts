import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { eventListInput } from "@/lib/forwarding/events/event-input";
import { eventPage } from "@/lib/forwarding/events/event-view";
import { listEvents } from "@/lib/forwarding/events/list-events";

export const GET = handle({
  summary: "List events",
  description:
    "Newest first. The search for rare events is bounded: a page can be short and still have a next one.",
  role: "viewer",
  params: { customerId: z.uuid() },
  query: eventListInput,
  answer: eventPage,
  run: (ctx, { params, query }) => listEvents(ctx, { ...params, ...query }),
});
