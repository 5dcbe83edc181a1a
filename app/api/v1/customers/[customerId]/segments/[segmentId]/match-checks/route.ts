import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { EVENTS } from "@/inngest/events";
import { sendEvent } from "@/inngest/send";
import { requestedMatchCheckView } from "@/lib/cohorts/match-checks/match-check-view";
import { requestMatchCheck } from "@/lib/cohorts/match-checks/request-match-check";

export const POST = handle({
  summary: "Check how many IDs Braze knows",
  description:
    "Asks Braze about a random sample of a segment’s IDs. Joins the check that is under way, if there is one.",
  role: "csm",
  params: { customerId: z.uuid(), segmentId: z.uuid() },
  answer: requestedMatchCheckView,
  status: 201,
  run: async (ctx, { params }) => {
    const requested = await requestMatchCheck(ctx, params);
    const { matchCheckId, destinationId } = requested;
    const { customerId } = params;
    await sendEvent({ name: EVENTS.matchCheckRequested, data: { matchCheckId, destinationId, customerId } });
    return requested;
  },
});
