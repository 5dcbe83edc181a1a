import { runDeletionSlice } from "@/lib/privacy/deletions/run-deletion-slice";
import { causedBy } from "../caused-by";
import { inngest } from "../client";
import { EVENTS } from "../events";
import { shareOf } from "../lanes";
import { runSlices } from "./run-slices";

/** Carries out a request to delete a user, slice by slice; two executions of one request take turns. */
export const carryOutDeletion = inngest.createFunction(
  {
    id: "carry-out-deletion",
    triggers: [{ event: EVENTS.deletionRequested }],
    concurrency: [{ key: "event.data.deletionRequestId", limit: 1 }, shareOf("erasing")],
    retries: 4,
  },
  async ({ event, step }) => {
    const deletionRequestId = String(event.data.deletionRequestId);
    const customerId = String(event.data.customerId);
    await runSlices(step, {
      stepName: "delete",
      spanName: "deletion slice",
      cause: event.data.traceparent,
      runSlice: () => runDeletionSlice(deletionRequestId),
      // A slice of an earlier version has no syncs.
      afterSlice: async ({ erasures, syncs = [] }, slice) => {
        const events = [
          ...erasures.map((data) => ({ name: EVENTS.erasureRequested, data })),
          ...syncs.map((data) => ({ name: EVENTS.syncRequested, data })),
        ].map((request) => causedBy(event.data.traceparent, request));
        if (events.length > 0) await step.sendEvent(`erase-${slice}`, events);
      },
      goOn: { name: EVENTS.deletionRequested, data: { deletionRequestId, customerId } },
    });
    return { deletionRequestId };
  },
);
