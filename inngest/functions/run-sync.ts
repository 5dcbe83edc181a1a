import { findQueuedCheck } from "@/lib/cohorts/match-checks/queue-first-check";
import { runSyncSlice } from "@/lib/cohorts/syncs/run-sync-slice";
import { causedBy } from "../caused-by";
import { inngest } from "../client";
import { EVENTS } from "../events";
import { shareOf } from "../lanes";
import { runSlices } from "./run-slices";

/** A long sync takes many short slices; Inngest allows 1,000 steps a run. */
const MOST_SLICES = 100;

/** Runs a sync to its end, one run at a time per segment, and starts the match check that follows the first one. */
export const runSync = inngest.createFunction(
  {
    id: "run-sync",
    triggers: [{ event: EVENTS.syncRequested }],
    concurrency: [{ key: "event.data.segmentId", limit: 1 }, shareOf("syncing")],
    retries: 4,
  },
  async ({ event, step }) => {
    const syncId = String(event.data.syncId);
    const segmentId = String(event.data.segmentId);
    const customerId = String(event.data.customerId);
    const slices = await runSlices(step, {
      stepName: "push",
      spanName: "sync slice",
      cause: event.data.traceparent,
      runSlice: () => runSyncSlice(syncId),
      afterSlice: async ({ woken = [] }, slice) => {
        if (woken.length === 0) return;
        const events = woken.map((data) => ({ name: EVENTS.syncRequested, data }));
        await step.sendEvent(`wake-${slice}`, events);
      },
      goOn: { name: EVENTS.syncRequested, data: { syncId, segmentId, customerId } },
      mostSlices: MOST_SLICES,
    });

    const last = slices.at(-1);
    // A slice of the version before does not say it.
    if (last?.done && last.mayHaveCheck !== false) {
      const check = await step.run("find-first-check", () => findQueuedCheck(segmentId));
      if (check) {
        const request = { name: EVENTS.matchCheckRequested, data: check };
        await step.sendEvent("check-match", causedBy(event.data.traceparent, request));
      }
    }
    return { accepted: slices.reduce((sum, slice) => sum + slice.accepted, 0) };
  },
);
