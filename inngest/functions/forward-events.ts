import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { tracedSlice } from "@/lib/kernel/tracing/traced-slice";
import { inngest } from "../client";
import { EVENTS } from "../events";

/** A run hands over to a new one after this many slices, because each call replays all finished steps. */
const SLICES_PER_RUN = 20;

/** Forwards the pending batches of one Heap app, one run at a time per app, until none is left. */
export const forwardEvents = inngest.createFunction(
  {
    id: "forward-events",
    triggers: [{ event: EVENTS.batchAccepted }],
    concurrency: { key: "event.data.heapApp", limit: 1 },
    debounce: { key: "event.data.heapApp", period: "1s", timeout: "5s" },
    retries: 4,
  },
  async ({ event, step }) => {
    const heapApp = String(event.data.heapApp);
    let recorded = 0;

    for (let slice = 1; slice <= SLICES_PER_RUN; slice++) {
      const result = await step.run(`forward-${slice}`, () =>
        tracedSlice("forward slice", () => forwardSlice(heapApp)),
      );
      recorded += result.recorded;
      if (result.done) return { recorded };
      if (result.waitSeconds > 0) await step.sleep(`wait-${slice}`, `${result.waitSeconds}s`);
    }

    await step.sendEvent("go-on", { name: EVENTS.batchAccepted, data: { heapApp } });
    return { recorded };
  },
);
