import { queueOwedSyncs } from "@/lib/cohorts/syncs/queue-owed-syncs";
import { findHeapApps } from "@/lib/setup/sources/find-heap-apps";
import { EVENTS, type TributaryEvent } from "./events";
import { roundOf } from "./lanes";
import { sendEvent } from "./send";

const INTERVAL_MS = 1_000;

/** What was nudged within the last second; true when more arrived since. */
const recent = new Map<string, boolean>();

/**
 * Signals at once that there is work, and at most once per second and process for each key. Whatever arrives within that
 * second is signalled at its end, so that the last of a burst does not wait for the sweep.
 */
function nudgeAtMostOnceASecond(key: string, event: TributaryEvent): void {
  if (recent.has(key)) {
    recent.set(key, true);
    return;
  }

  recent.set(key, false);
  void sendEvent(event);
  setTimeout(() => {
    const more = recent.get(key);
    recent.delete(key);
    if (more) nudgeAtMostOnceASecond(key, event);
  }, INTERVAL_MS).unref();
}

/** Signals that a Heap app has batches to forward. */
export function nudgeForward(heapApp: string): void {
  const round = roundOf(heapApp);
  nudgeAtMostOnceASecond(`round ${round}`, { name: EVENTS.batchesWaiting, data: { round } });
}

/** Signals that segments of a customer have new pages. */
export function nudgeDecide(customerId: string): void {
  nudgeAtMostOnceASecond(`pages of ${customerId}`, { name: EVENTS.pageAccepted, data: { customerId } });
}

/** After a change to a customer, a source or a destination: starts what may have been waiting for it, in both directions. */
export async function nudgeCustomer(customerId: string): Promise<void> {
  for (const heapApp of await findHeapApps(customerId)) nudgeForward(heapApp);
  for (const sync of await queueOwedSyncs(customerId))
    void sendEvent({ name: EVENTS.syncRequested, data: sync });
}

/** Signals that somebody did what an alert asks for, so that it need not wait for the next minute's check. */
export function nudgeAlerts(customerId: string): void {
  nudgeAtMostOnceASecond(`alerts of ${customerId}`, { name: EVENTS.alertsOutdated, data: { customerId } });
}

/** Signals that a replay waits to be run. */
export function nudgeReplay(replayId: string, customerId: string): void {
  void sendEvent({ name: EVENTS.replayRequested, data: { replayId, customerId } });
}

/** Signals that an erasure waits to be run. */
export function nudgeErasure(erasureId: string, customerId: string): void {
  void sendEvent({ name: EVENTS.erasureRequested, data: { erasureId, customerId } });
}

/** Signals that a request to delete a user waits to be carried out. */
export function nudgeDeletion(deletionRequestId: string, customerId: string): void {
  void sendEvent({ name: EVENTS.deletionRequested, data: { deletionRequestId, customerId } });
}
