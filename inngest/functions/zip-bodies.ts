import { zipBodiesFor } from "@/lib/forwarding/batches/zip-bodies";
import { inngest } from "../client";
import { stepsUntilDone } from "../steps-until-done";

/** A run has at most this many steps of this length; what is left waits for the next one. */
const STEPS_PER_RUN = 15;
const STEP_SECONDS = 15;

/** Every five minutes zips the bodies of batches that are done. */
export const zipBodies = inngest.createFunction(
  { id: "zip-bodies", triggers: [{ cron: "*/5 * * * *" }], retries: 2 },
  async ({ step }) => {
    return stepsUntilDone(step, { name: "zip", most: STEPS_PER_RUN }, () => zipBodiesFor(STEP_SECONDS));
  },
);
