import { requestDueSyncs } from "@/lib/cohorts/segments/request-due-syncs";
import { inngest } from "../client";
import { EVENTS } from "../events";

/** Every minute starts the recurring syncs that are due. */
export const scheduleRecurring = inngest.createFunction(
  { id: "schedule-recurring", triggers: [{ cron: "* * * * *" }], retries: 1 },
  async ({ step }) => {
    const syncs = await step.run("request-due", () => requestDueSyncs());

    if (syncs.length > 0) {
      await step.sendEvent(
        "start",
        syncs.map((data) => ({ name: EVENTS.syncRequested, data })),
      );
    }
    return { requested: syncs.length };
  },
);
