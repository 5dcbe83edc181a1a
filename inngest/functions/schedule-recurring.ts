import { requestDueSyncs } from "@/lib/cohorts/segments/request-due-syncs";
import { inngest } from "../client";
import { EVENTS } from "../events";

/** What is due in a minute starts in this many parts, so that forwarding does not wait for all of it at once. */
const PARTS = 6;
/** Between two parts; together less than the minute. */
const REST = "9s";

/** Every minute starts the recurring syncs that are due. */
export const scheduleRecurring = inngest.createFunction(
  { id: "schedule-recurring", triggers: [{ cron: "* * * * *" }], retries: 1 },
  async ({ step }) => {
    let requested = 0;
    let leftBefore: number | undefined;
    for (let parts = PARTS; parts > 0; parts--) {
      const { syncs, left } = await step.run(`request-due-${parts}`, () =>
        requestDueSyncs(parts, leftBefore),
      );
      requested += syncs.length;
      if (syncs.length > 0) {
        await step.sendEvent(
          `start-${parts}`,
          syncs.map((data) => ({ name: EVENTS.syncRequested, data })),
        );
      }
      if (left === 0) break;
      leftBefore = left;
      await step.sleep(`rest-${parts}`, REST);
    }
    return { requested };
  },
);
