import { zipBodiesFor } from "@/lib/forwarding/batches/zip-bodies";
import { inngest } from "../client";

/** A run has at most this many steps of this length; what is left waits for the next one. */
const STEPS_PER_RUN = 15;
const STEP_SECONDS = 15;

/** Every five minutes zips the bodies of batches that are done. */
export const zipBodies = inngest.createFunction(
  { id: "zip-bodies", triggers: [{ cron: "*/5 * * * *" }], retries: 2 },
  async ({ step }) => {
    for (let count = 1; count <= STEPS_PER_RUN; count++) {
      const zipped = await step.run(`zip-${count}`, () => zipBodiesFor(STEP_SECONDS));
      if (zipped === 0) return { steps: count };
    }
    return { steps: STEPS_PER_RUN };
  },
);
