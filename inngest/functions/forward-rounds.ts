import { forwardRound } from "@/lib/forwarding/deliveries/forward-round";
import { causedBy } from "../caused-by";
import { inngest } from "../client";
import { EVENTS } from "../events";
import { ONE_OF_A_ROUND } from "../lanes";
import { runSlices } from "./run-slices";

/**
 * Forwards what waits for all Heap apps that work, side by side: its runs grow with the work, not with the number of
 * customers. An app with a backlog, or one that has to wait, gets a run of its own (`forward-events`).
 */
export const forwardRounds = inngest.createFunction(
  {
    id: "forward-rounds",
    triggers: [{ event: EVENTS.batchesWaiting }],
    concurrency: ONE_OF_A_ROUND,
    debounce: { key: "event.data.round", period: "1s", timeout: "5s" },
    retries: 4,
  },
  async ({ event, step }) => {
    const round = String(event.data.round);
    const slices = await runSlices(step, {
      stepName: "forward",
      spanName: "forward round",
      cause: event.data.traceparent,
      runSlice: forwardRound,
      afterSlice: async ({ unfinished }, slice) => {
        const events = unfinished.map((data) =>
          causedBy(event.data.traceparent, { name: EVENTS.batchAccepted, data }),
        );
        if (events.length > 0) await step.sendEvent(`unfinished-${slice}`, events);
      },
      goOn: { name: EVENTS.batchesWaiting, data: { round } },
    });
    return { recorded: slices.reduce((sum, { recorded }) => sum + recorded, 0) };
  },
);
