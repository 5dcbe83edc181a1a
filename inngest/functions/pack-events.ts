import { packEventsFor } from "@/lib/forwarding/packs/pack-events";
import { inngest } from "../client";
import { stepsUntilDone } from "../steps-until-done";

/** A run has at most this many steps of this length; what is left waits for the next one. */
const STEPS_PER_RUN = 15;
const STEP_SECONDS = 15;

/** Every five minutes packs the events of weeks that are over. Nearly always there are none. */
export const packEvents = inngest.createFunction(
  { id: "pack-events", triggers: [{ cron: "2-59/5 * * * *" }], retries: 2 },
  async ({ step }) => {
    return stepsUntilDone(step, { name: "pack", most: STEPS_PER_RUN }, () => packEventsFor(STEP_SECONDS));
  },
);
