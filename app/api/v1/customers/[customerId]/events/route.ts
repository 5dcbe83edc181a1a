import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { eventListInput, eventPage } from "@/lib/events/event-view";
import { listEvents } from "@/lib/events/list";

export const GET = handle({
  params: { customerId: z.uuid() },
  query: eventListInput,
  answer: eventPage,
  run: (ctx, { params, query }) => listEvents(ctx, { ...params, ...query }),
});
