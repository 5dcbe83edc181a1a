import { runErasureSlice } from "@/lib/privacy/erasures/run-erasure-slice";
import { inngest } from "../client";
import { EVENTS } from "../events";

/** A run hands over to a new one after this many slices, because each call replays all finished steps. */
const SLICES_PER_RUN = 20;

/** Runs an erasure, slice by slice; two executions of one erasure take turns. */
export const eraseIdentity = inngest.createFunction(
  {
    id: "erase-identity",
    triggers: [{ event: EVENTS.erasureRequested }],
    concurrency: { key: "event.data.erasureId", limit: 1 },
    retries: 4,
  },
  async ({ event, step }) => {
    const erasureId = String(event.data.erasureId);
    for (let slice = 1; slice <= SLICES_PER_RUN; slice++) {
      const result = await step.run(`erase-${slice}`, () => runErasureSlice(erasureId));
      if (result.syncs.length > 0) {
        const events = result.syncs.map((sync) => ({ name: EVENTS.syncRequested, data: sync }));
        await step.sendEvent(`leave-cohorts-${slice}`, events);
      }
      if (result.done) return { erasureId };
      if (result.waitSeconds > 0) await step.sleep(`wait-${slice}`, `${result.waitSeconds}s`);
    }

    await step.sendEvent("go-on", { name: EVENTS.erasureRequested, data: { erasureId } });
    return { erasureId };
  },
);
