import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { nudgeForward } from "@/inngest/nudge";
import { simulateEvent, simulationView } from "@/lib/forwarding/test-events/simulate-event";

export const POST = handle({
  summary: "Simulate an event from Braze",
  description: "A made-up event goes all the way to Heap.",
  role: "csm",
  params: { customerId: z.uuid(), sourceId: z.uuid() },
  answer: simulationView,
  run: async (ctx, { params }) => {
    const { simulation, nudge } = await simulateEvent(ctx, params);
    if (nudge) nudgeForward(nudge);
    return simulation;
  },
});
