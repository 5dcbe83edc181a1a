import { runCheckSlice } from "@/lib/cohorts/match-checks/run-check-slice";
import { inngest } from "../client";
import { EVENTS } from "../events";
import { shareOf } from "../lanes";
import { runSlices } from "./run-slices";

/** Runs match checks, one at a time per destination: Braze counts export calls by workspace. */
export const checkMatch = inngest.createFunction(
  {
    id: "check-match",
    triggers: [{ event: EVENTS.matchCheckRequested }],
    concurrency: [{ key: "event.data.destinationId", limit: 1 }, shareOf("syncing")],
    retries: 4,
  },
  async ({ event, step }) => {
    const matchCheckId = String(event.data.matchCheckId);
    const destinationId = String(event.data.destinationId);
    const customerId = String(event.data.customerId);
    await runSlices(step, {
      stepName: "ask",
      spanName: "match check slice",
      cause: event.data.traceparent,
      runSlice: () => runCheckSlice(matchCheckId),
      goOn: { name: EVENTS.matchCheckRequested, data: { matchCheckId, destinationId, customerId } },
    });
    return { matchCheckId };
  },
);
