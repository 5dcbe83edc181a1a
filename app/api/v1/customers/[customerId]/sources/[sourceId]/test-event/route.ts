import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { sendTestEvent, testEventView } from "@/lib/forwarding/test-events/send-test-event";

export const POST = handle({
  summary: "Send a test event to Heap",
  description:
    "Sends one event and returns Heap’s response. Heap may also accept events for an app ID that it does not know.",
  role: "csm",
  params: { customerId: z.uuid(), sourceId: z.uuid() },
  answer: testEventView,
  run: (ctx, { params }) => sendTestEvent(ctx, params),
});
