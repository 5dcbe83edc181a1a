import { runCheckSlice } from "@/lib/cohorts/match-checks/run-check-slice";
import { inngest } from "../client";
import { EVENTS } from "../events";

/** A run hands over to a new one after this many slices, because each call replays all finished steps. */
const SLICES_PER_RUN = 20;

/** Runs match checks, one at a time per destination: Braze counts export calls by workspace. */
export const checkMatch = inngest.createFunction(
  {
    id: "check-match",
    triggers: [{ event: EVENTS.matchCheckRequested }],
    concurrency: { key: "event.data.destinationId", limit: 1 },
    retries: 4,
  },
  async ({ event, step }) => {
    const matchCheckId = String(event.data.matchCheckId);
    const destinationId = String(event.data.destinationId);
    for (let slice = 1; slice <= SLICES_PER_RUN; slice++) {
      const result = await step.run(`ask-${slice}`, () => runCheckSlice(matchCheckId));
      if (result.done) return { matchCheckId };
      if (result.waitSeconds > 0) await step.sleep(`wait-${slice}`, `${result.waitSeconds}s`);
    }

    await step.sendEvent("go-on", {
      name: EVENTS.matchCheckRequested,
      data: { matchCheckId, destinationId },
    });
    return { matchCheckId };
  },
);
