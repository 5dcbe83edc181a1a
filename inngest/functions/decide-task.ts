import { decideTask as decide } from "@/lib/cohorts/tasks/decide-task";
import { inngest } from "../client";
import { EVENTS } from "../events";

/** Decides a segment's tasks once no more pages come, and starts the sync that follows. */
export const decideTask = inngest.createFunction(
  {
    id: "decide-task",
    triggers: [{ event: EVENTS.pageAccepted }],
    debounce: { key: "event.data.segmentId", period: "2s", timeout: "30s" },
    retries: 4,
  },
  async ({ event, step }) => {
    const segmentId = String(event.data.segmentId);
    const { decided, syncId, customerId } = await step.run("decide", () => decide(segmentId));

    if (syncId) {
      const data = { syncId, segmentId, customerId };
      await step.sendEvent("start", { name: EVENTS.syncRequested, data });
    }
    return { decided, syncId };
  },
);
