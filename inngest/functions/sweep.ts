import { findStalledChecks } from "@/lib/cohorts/match-checks/find-stalled-checks";
import { findStalledSyncs } from "@/lib/cohorts/syncs/find-stalled-syncs";
import { findReceivingCustomers } from "@/lib/cohorts/tasks/find-segments-to-decide";
import { measureFullCustomers } from "@/lib/forwarding/batches/waiting-limit";
import { closeLostDeliveries } from "@/lib/forwarding/deliveries/close-lost-deliveries";
import { findStalledHeapApps } from "@/lib/forwarding/deliveries/heap-app";
import { findStalledReplays } from "@/lib/forwarding/replays/find-stalled-replays";
import { measureSpentCustomers } from "@/lib/kernel/customers/storage-limit";
import { noteHeartbeat } from "@/lib/kernel/heartbeat";
import { findStalledDeletions } from "@/lib/privacy/deletions/find-stalled-deletions";
import { findStalledErasures } from "@/lib/privacy/erasures/find-stalled-erasures";
import { recordProvenHops } from "@/lib/setup/proven-hops/record-proven-hops";
import { inngest } from "../client";
import { EVENTS } from "../events";

/**
 * Every minute repeats hints that may have been lost: for pending batches, tasks still receiving, and syncs, replays
 * and match checks that nobody works on. The rows are the truth; a lost event costs a minute and nothing else. Also
 * writes the heartbeat of the functions, closes calls to Heap that died with their process, sees who has
 * room again, and records the hops proven
 * in that minute.
 */
export const sweep = inngest.createFunction(
  { id: "sweep", triggers: [{ cron: "* * * * *" }], retries: 1 },
  async ({ step }) => {
    await step.run("heartbeat", noteHeartbeat);
    const events = await step.run("find-stalled", async () => {
      const [heapApps, syncs, customerIds, replays, erasures, deletions, checks] = await Promise.all([
        findStalledHeapApps(),
        findStalledSyncs(),
        findReceivingCustomers(),
        findStalledReplays(),
        findStalledErasures(),
        findStalledDeletions(),
        findStalledChecks(),
      ]);
      return [
        ...heapApps.map((data) => ({ name: EVENTS.batchAccepted, data })),
        ...syncs.map((data) => ({ name: EVENTS.syncRequested, data })),
        ...customerIds.map((customerId) => ({ name: EVENTS.pageAccepted, data: { customerId } })),
        ...replays.map((data) => ({ name: EVENTS.replayRequested, data })),
        ...erasures.map((data) => ({ name: EVENTS.erasureRequested, data })),
        ...deletions.map((data) => ({ name: EVENTS.deletionRequested, data })),
        ...checks.map((data) => ({ name: EVENTS.matchCheckRequested, data })),
      ];
    });

    if (events.length > 0) await step.sendEvent("revive", events);
    await step.run("close-lost", closeLostDeliveries);
    await step.run("measure-full", measureFullCustomers);
    await step.run("measure-spent", measureSpentCustomers);
    await step.run("record-proven-checks", recordProvenHops);
    return { revived: events.length };
  },
);
