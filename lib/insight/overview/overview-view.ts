import { z } from "zod";
import { ownAlertView } from "@/lib/insight/alerts/alert-view";
import { healthView } from "@/lib/insight/health/health-rule";
import { CallState, CustomerState, DestinationKind, HeapRegion, SyncState } from "@/prisma/generated/enums";

const count = z.int().min(0);
const time = z.iso.datetime().nullable();

/** What moved lately: in the last minute, and per minute on average over the last hour. */
const rate = z.strictObject({ lastMinute: count, perMinute: z.number().min(0) });

/** One source: what comes from Braze and goes to Heap. */
const sourceOverview = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  /** `<region>:<app id>`: the entry of `heapApps` that it shares. */
  heapApp: z.string(),
  pausedAt: time,
  accepted: rate,
  forwarded: rate,
  /** Accepted and without an outcome yet. For a paused source or customer: what it holds. */
  backlog: z.strictObject({ events: count, batches: count, oldestAt: time }),
  lastBatchAt: time,
  /** The latest call to Heap that has ended, with Heap's answer. */
  lastDelivery: z
    .strictObject({
      state: z.enum(CallState),
      eventCount: count,
      status: z.int().nullable(),
      words: z.string().nullable(),
      finishedAt: time,
    })
    .nullable(),
});

/** One Heap app: its limit is for all sources that forward to it, including those of other customers. */
const heapAppOverview = z.strictObject({
  key: z.string(),
  appId: z.string(),
  region: z.enum(HeapRegion),
  /** How many sources forward to it. */
  sources: count,
  /** Most events in any 60 seconds; null if none is configured (sandbox). */
  limitPerMinute: count.nullable(),
  /** Events that count towards the limit now. */
  countedEvents: count,
  /** Events of all its sources that are ready to go; does not include what a pause holds. */
  pendingEvents: count,
  /** How long they need at the limit. */
  drainSeconds: count,
  /** While forwarding waits: when it continues. */
  waitsUntil: time,
  /** Failed calls in a row. */
  failures: count,
});

/** One destination: what comes from Heap and goes to Braze. */
const destinationOverview = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  brazeInstance: z.string(),
  kind: z.enum(DestinationKind),
  /** It has the key with which it writes to Braze: by its kind the Data Import Key or the REST API key. */
  hasBrazeKey: z.boolean(),
  pausedAt: time,
  segments: z.strictObject({ off: count, manual: count, recurring: count }),
  maxRecurring: count,
  wanted: count,
  /** Members Braze has accepted. */
  sent: count,
  owed: count,
  refused: count,
  /** Adds and removes that Heap requested, and those that Braze accepted. */
  received: rate,
  pushed: rate,
  lastPageAt: time,
  lastSync: z
    .strictObject({
      id: z.uuid(),
      segmentName: z.string(),
      state: z.enum(SyncState),
      requestedAt: z.iso.datetime(),
      finishedAt: time,
      error: z.string().nullable(),
    })
    .nullable(),
  nextSyncAt: time,
  runningSyncs: count,
  /** By attribute: what Braze last reported of its limit of calls; null for cohorts, and while it has reported none. */
  callLimit: z
    .strictObject({
      /** Calls in a window of this many seconds, and how many of them are left to anybody in this one. */
      most: count,
      windowSeconds: count,
      remaining: count,
      /** Of those that are left: how many syncs make. The rest is left to other uses of the workspace. */
      room: count,
      endsInSeconds: count,
      /** How long what is to sync waits for the limit at least, if nothing else uses it. */
      drainSeconds: count,
    })
    .nullable(),
});

/** The outcomes of the batches received in one hour, and what Braze accepted in it. */
const flowHour = z.strictObject({
  hour: z.iso.datetime(),
  accepted: count,
  forwarded: count,
  filtered: count,
  duplicate: count,
  quarantined: count,
  adds: count,
  removes: count,
});

/** Both flows of a customer at one moment. */
export const overviewView = z
  .strictObject({
    /** When it was read. */
    at: z.iso.datetime(),
    state: z.enum(CustomerState),
    ...healthView.shape,
    sources: z.array(sourceOverview),
    heapApps: z.array(heapAppOverview),
    destinations: z.array(destinationOverview),
    /** Most urgent first. */
    alerts: z.array(ownAlertView),
    /** Until then no notices about its alerts are sent; null while they are. */
    mutedUntil: time,
    /** The last 24 clock hours, oldest first, including empty ones; the last one is not over yet. */
    flow: z.array(flowHour),
  })
  .meta({ id: "Overview" });

export type OverviewView = z.infer<typeof overviewView>;
export type SourceOverview = z.infer<typeof sourceOverview>;
export type HeapAppOverview = z.infer<typeof heapAppOverview>;
export type DestinationOverview = z.infer<typeof destinationOverview>;
export type OpenAlertView = OverviewView["alerts"][number];
export type FlowHour = z.infer<typeof flowHour>;
