import { pruneFor } from "@/lib/privacy/retention/apply-retention";
import { keepEventWeeks } from "@/lib/privacy/retention/keep-event-weeks";
import { readRetention } from "@/lib/privacy/retention/read-retention";
import { inngest } from "../client";
import { stepsUntilDone } from "../steps-until-done";

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
    return stepsUntilDone(step, { name: "prune", most: STEPS_PER_RUN }, () =>
      pruneFor(readRetention(), STEP_SECONDS),
    );
  },
);
