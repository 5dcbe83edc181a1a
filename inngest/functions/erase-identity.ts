import { runErasureSlice } from "@/lib/privacy/erasures/run-erasure-slice";
import { causedBy } from "../caused-by";
import { inngest } from "../client";
import { EVENTS } from "../events";
import { shareOf } from "../lanes";
import { runSlices } from "./run-slices";

/** Runs an erasure, slice by slice; two executions of one erasure take turns. */
export const eraseIdentity = inngest.createFunction(
  {
    id: "erase-identity",
    triggers: [{ event: EVENTS.erasureRequested }],
    concurrency: [{ key: "event.data.erasureId", limit: 1 }, shareOf("erasing")],
    retries: 4,
  },
  async ({ event, step }) => {
    const erasureId = String(event.data.erasureId);
    const customerId = String(event.data.customerId);
    await runSlices(step, {
      stepName: "erase",
      spanName: "erasure slice",
      cause: event.data.traceparent,
      runSlice: () => runErasureSlice(erasureId),
      afterSlice: async ({ syncs }, slice) => {
        if (syncs.length === 0) return;
        const events = syncs.map((data) =>
          causedBy(event.data.traceparent, { name: EVENTS.syncRequested, data }),
        );
        await step.sendEvent(`leave-cohorts-${slice}`, events);
      },
      goOn: { name: EVENTS.erasureRequested, data: { erasureId, customerId } },
    });
    return { erasureId };
  },
);
