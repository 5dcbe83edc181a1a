import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { inngest } from "../client";
import { EVENTS } from "../events";
import { shareOf } from "../lanes";
import { runSlices } from "./run-slices";

/** Forwards the pending batches of one Heap app that a round left, one run at a time per app, until none is left. */
export const forwardEvents = inngest.createFunction(
  {
    id: "forward-events",
    triggers: [{ event: EVENTS.batchAccepted }],
    concurrency: [{ key: "event.data.heapApp", limit: 1 }, shareOf("forwarding")],
    debounce: { key: "event.data.heapApp", period: "1s", timeout: "5s" },
    retries: 4,
  },
  async ({ event, step }) => {
    const heapApp = String(event.data.heapApp);
    const customerId = String(event.data.customerId);
    const slices = await runSlices(step, {
      stepName: "forward",
      spanName: "forward slice",
      cause: event.data.traceparent,
      runSlice: () => forwardSlice(heapApp),
      goOn: { name: EVENTS.batchAccepted, data: { heapApp, customerId } },
    });
    return { recorded: slices.reduce((sum, { recorded }) => sum + recorded, 0) };
  },
);
