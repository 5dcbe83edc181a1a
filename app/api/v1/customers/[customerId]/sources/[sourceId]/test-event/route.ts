import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { sendTestEvent, testEventView } from "@/lib/sources/send-test-event";

export const POST = handle({
  params: { customerId: z.uuid(), sourceId: z.uuid() },
  answer: testEventView,
  run: (ctx, { params }) => sendTestEvent(ctx, params),
});
