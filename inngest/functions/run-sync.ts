import { findQueuedCheck } from "@/lib/cohorts/match-checks/queue-first-check";
import { runSyncSlice } from "@/lib/cohorts/syncs/run-sync-slice";
import { tracedSlice } from "@/lib/kernel/tracing/traced-slice";
import { inngest } from "../client";
import { EVENTS } from "../events";

/** A run hands over to a new one after this many slices; Inngest allows 1,000 steps per run. */
const SLICES_PER_RUN = 100;

/** Runs a sync to its end, one run at a time per segment, and starts the match check that follows the first one. */
export const runSync = inngest.createFunction(
  {
    id: "run-sync",
    triggers: [{ event: EVENTS.syncRequested }],
    concurrency: { key: "event.data.segmentId", limit: 1 },
    retries: 4,
  },
  async ({ event, step }) => {
    const syncId = String(event.data.syncId);
    const segmentId = String(event.data.segmentId);
    let accepted = 0;

    for (let slice = 1; slice <= SLICES_PER_RUN; slice++) {
      const result = await step.run(`push-${slice}`, () =>
        tracedSlice("sync slice", () => runSyncSlice(syncId)),
      );
      accepted += result.accepted;
      if (result.done) {
        const check = await step.run("find-first-check", () => findQueuedCheck(segmentId));
        if (check) await step.sendEvent("check-match", { name: EVENTS.matchCheckRequested, data: check });
        return { accepted };
      }
      if (result.waitSeconds > 0) await step.sleep(`wait-${slice}`, `${result.waitSeconds}s`);
    }

    await step.sendEvent("go-on", { name: EVENTS.syncRequested, data: { syncId, segmentId } });
    return { accepted };
  },
);
