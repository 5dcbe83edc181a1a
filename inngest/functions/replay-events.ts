import { runReplaySlice } from "@/lib/forwarding/replays/run-replay-slice";
import { tracedSlice } from "@/lib/kernel/tracing/traced-slice";
import { inngest } from "../client";
import { EVENTS } from "../events";

/** A run hands over to a new one after this many slices, because each call replays all finished steps. */
const SLICES_PER_RUN = 20;

/** Maps and sends a replay's events; two executions of one replay take turns. */
export const replayEvents = inngest.createFunction(
  {
    id: "replay-events",
    triggers: [{ event: EVENTS.replayRequested }],
    concurrency: { key: "event.data.replayId", limit: 1 },
    retries: 4,
  },
  async ({ event, step }) => {
    const replayId = String(event.data.replayId);
    for (let slice = 1; slice <= SLICES_PER_RUN; slice++) {
      const result = await step.run(`replay-${slice}`, () =>
        tracedSlice("replay slice", () => runReplaySlice(replayId)),
      );
      if (result.done) return { replayId };
      if (result.waitSeconds > 0) await step.sleep(`wait-${slice}`, `${result.waitSeconds}s`);
    }

    await step.sendEvent("go-on", { name: EVENTS.replayRequested, data: { replayId } });
    return { replayId };
  },
);
