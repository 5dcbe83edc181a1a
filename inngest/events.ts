/**
 * Events from the routes that accept data to the functions. They carry ids only: the rows are the truth, and an event
 * is a hint that there is work (Inngest keeps at most 256 KiB an event). With traces on, `data` has the
 * `traceparent` of the span that sent it as well. The customer is the one whose share of a lane the
 * work uses.
 */
export const EVENTS = {
  /** Some Heap apps have pending batches. `data: { round }` */
  batchesWaiting: "currents/batches.waiting",
  /** A Heap app has more pending batches than a round forwards, or has to wait. `data: { heapApp, customerId }` */
  batchAccepted: "currents/batch.accepted",
  /** Segments of a customer got pages. `data: { customerId }` */
  pageAccepted: "heap/page.accepted",
  /** A sync waits to be run. `data: { syncId, segmentId, customerId }` */
  syncRequested: "sync/requested",
  /** Somebody of a customer did what an alert asks for. `data: { customerId }` */
  alertsOutdated: "alerts/outdated",
  /** A replay waits to be run. `data: { replayId, customerId }` */
  replayRequested: "replay/requested",
  /** An erasure waits to be run. `data: { erasureId, customerId }` */
  erasureRequested: "erasure/requested",
  /** A request to delete a user waits to be carried out. `data: { deletionRequestId, customerId }` */
  deletionRequested: "deletion/requested",
  /** A match check waits to be run. `data: { matchCheckId, destinationId, customerId }` */
  matchCheckRequested: "match-check/requested",
} as const;

export type TributaryEvent =
  | { name: typeof EVENTS.batchesWaiting; data: { round: string } }
  | { name: typeof EVENTS.batchAccepted; data: { heapApp: string; customerId: string } }
  | { name: typeof EVENTS.pageAccepted; data: { customerId: string } }
  | { name: typeof EVENTS.syncRequested; data: { syncId: string; segmentId: string; customerId: string } }
  | { name: typeof EVENTS.alertsOutdated; data: { customerId: string } }
  | { name: typeof EVENTS.replayRequested; data: { replayId: string; customerId: string } }
  | { name: typeof EVENTS.erasureRequested; data: { erasureId: string; customerId: string } }
  | { name: typeof EVENTS.deletionRequested; data: { deletionRequestId: string; customerId: string } }
  | {
      name: typeof EVENTS.matchCheckRequested;
      data: { matchCheckId: string; destinationId: string; customerId: string };
    };
