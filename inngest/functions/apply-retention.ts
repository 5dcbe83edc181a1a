import { pruneFor } from "@/lib/privacy/retention/apply-retention";
import { keepEventWeeks } from "@/lib/privacy/retention/keep-event-weeks";
import { readRetention } from "@/lib/privacy/retention/read-retention";
import { inngest } from "../client";

/** A run has at most this many steps of this length; what is left waits for the next hour. */
const STEPS_PER_RUN = 100;
const STEP_SECONDS = 15;

/**
 * Every hour makes the partitions of the weeks to come, drops those that are older than the configured retention, and prunes
 * bodies and outcomes in bounded chunks.
 */
export const applyRetention = inngest.createFunction(
  { id: "apply-retention", triggers: [{ cron: "17 * * * *" }], retries: 2 },
  async ({ step }) => {
    await step.run("keep-weeks", () => keepEventWeeks(readRetention()));
    for (let count = 1; count <= STEPS_PER_RUN; count++) {
      const pruned = await step.run(`prune-${count}`, () => pruneFor(readRetention(), STEP_SECONDS));
      if (pruned === 0) return { steps: count };
    }
    return { steps: STEPS_PER_RUN };
  },
);
