import { runReplaySlice } from "@/lib/forwarding/replays/run-replay-slice";
import { inngest } from "../client";
import { EVENTS } from "../events";
import { shareOf } from "../lanes";
import { runSlices } from "./run-slices";

/** Maps and sends a replay's events; two executions of one replay take turns. */
export const replayEvents = inngest.createFunction(
  {
    id: "replay-events",
    triggers: [{ event: EVENTS.replayRequested }],
    concurrency: [{ key: "event.data.replayId", limit: 1 }, shareOf("forwarding")],
    retries: 4,
  },
  async ({ event, step }) => {
    const replayId = String(event.data.replayId);
    const customerId = String(event.data.customerId);
    await runSlices(step, {
      stepName: "replay",
      spanName: "replay slice",
      cause: event.data.traceparent,
      runSlice: () => runReplaySlice(replayId),
      goOn: { name: EVENTS.replayRequested, data: { replayId, customerId } },
    });
    return { replayId };
  },
);
