import { decideTask as decide } from "@/lib/cohorts/tasks/decide-task";
import { findSegmentsToDecide, MAX_SEGMENTS_TO_DECIDE } from "@/lib/cohorts/tasks/find-segments-to-decide";
import { workApart } from "@/lib/kernel/alerts/stuck-work";
import { causedBy } from "../caused-by";
import { inngest } from "../client";
import { EVENTS } from "../events";
import { shareOf } from "../lanes";

/** One step decides this many: a short piece of work, after which a run makes room for other customers. */
const SEGMENTS_PER_STEP = 20;

/** How long to rest before trying again what broke off. */
const REST = "10s";

/**
 * Decides the tasks of a customer's segments once no more pages come, and starts the syncs that follow. One run at a
 * time for each customer, however many pages and segments there are.
 */
export const decideTask = inngest.createFunction(
  {
    id: "decide-task",
    triggers: [{ event: EVENTS.pageAccepted }],
    concurrency: [{ key: "event.data.customerId", limit: 1 }, shareOf("deciding")],
    debounce: { key: "event.data.customerId", period: "2s", timeout: "5s" },
    retries: 4,
  },
  async ({ event, step }) => {
    const { customerId, traceparent } = event.data as { customerId?: string; traceparent?: string };
    // A hint of an earlier version names a segment; the sweep sends one that names the customer.
    if (!customerId) return { decided: 0 };

    // Kept as the result of a step: a run that goes on after a crash names again the syncs it had requested.
    const segmentIds = await step.run("find", () => findSegmentsToDecide(customerId));
    let [decided, brokeOff] = [0, 0];
    for (let from = 0; from < segmentIds.length; from += SEGMENTS_PER_STEP) {
      const decisions = await step.run(`decide-${from}`, () =>
        decideAll(customerId, segmentIds.slice(from, from + SEGMENTS_PER_STEP)),
      );
      decided += decisions.decided;
      brokeOff += decisions.brokeOff;
      const events = decisions.syncs.map((sync) =>
        causedBy(traceparent, { name: EVENTS.syncRequested, data: { ...sync, customerId } }),
      );
      if (events.length > 0) await step.sendEvent(`start-${from}`, events);
    }

    if (brokeOff > 0) await step.sleep("rest", REST);
    if (brokeOff > 0 || segmentIds.length === MAX_SEGMENTS_TO_DECIDE) {
      const goOn = causedBy(traceparent, { name: EVENTS.pageAccepted, data: { customerId } });
      await step.sendEvent("go-on", goOn);
    }
    return { decided };
  },
);

async function decideAll(customerId: string, segmentIds: readonly string[]) {
  let [decided, brokeOff] = [0, 0];
  const syncs: { syncId: string; segmentId: string }[] = [];
  for (const segmentId of segmentIds) {
    const piece = { customerId, subjectId: segmentId, doing: "processing what Heap sent for a segment" };
    const worked = await workApart({ job: "task", ...piece }, () => decide(segmentId));
    if (worked.kind === "broke_off") brokeOff++;
    if (worked.kind !== "done") continue;
    const decision = worked.result;
    decided += decision.decided;
    if (decision.syncId) syncs.push({ syncId: decision.syncId, segmentId });
  }
  return { decided, brokeOff, syncs };
}
