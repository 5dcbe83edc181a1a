import { z } from "zod";

const count = z.int().min(0);
const time = z.iso.datetime();
const outcomes = { forwarded: count, filtered: count, duplicate: count, quarantined: count };
const results = { accepted: count, refused: count, throttled: count, failed: count };
const changes = { added: count, removed: count, refused: count };
const seconds = z.number().min(0);

/** How long events took from receipt to their outcome; null where there are none. */
const lagView = z.strictObject({
  events: count,
  averageSeconds: seconds,
  /** Half of them, and 95%, took at most this long. */
  medianSeconds: seconds,
  p95Seconds: seconds,
  maxSeconds: seconds,
  /** How many of them took at most as long as the customer's target; null without one. */
  withinTarget: count.nullable(),
});

/** Events without an outcome: none of the counts has them yet. */
export const queuedView = z.strictObject({
  events: count,
  /** Those that have been queued for longer than the customer's target, or for a minute without one. */
  late: count,
});

const callSeries = z.strictObject({
  buckets: z.array(z.strictObject({ start: time, ...results })),
  total: z.strictObject(results),
  before: z.strictObject(results),
});

/** How syncs ended, and how long those took that were not cancelled; null where none has ended. */
const syncsView = z.strictObject({
  succeeded: count,
  withErrors: count,
  failed: count,
  cancelled: count,
  medianSeconds: seconds.nullable(),
  p95Seconds: seconds.nullable(),
  maxSeconds: seconds.nullable(),
});

/**
 * What happened at a customer in a range of time, by bucket, and in the range of the same length before it. A part that
 * the question is not about is null.
 */
export const historyView = z
  .strictObject({
    bucket: z.enum(["hour", "day", "week"]),
    /** Whole buckets in UTC; weeks begin on Monday. */
    from: time,
    to: time,
    /**
     * The range before. It ends where this one begins, or earlier by what is left of this one, so that the two can be
     * compared; of members, days count as a whole.
     */
    beforeFrom: time,
    beforeTo: time,
    /**
     * From when on it counts: an hour, a day, or when the customer was created. Null while nothing is counted. What came
     * earlier is not known.
     */
    since: time.nullable(),
    /** By the time of receipt. An event whose outcome changes, in a replay or an erasure, moves. */
    events: z
      .strictObject({
        buckets: z.array(z.strictObject({ start: time, ...outcomes })),
        total: z.strictObject(outcomes),
        before: z.strictObject(outcomes),
        /** The most frequent first, at most 100; null is the type of events that have none. */
        types: z.array(
          z.strictObject({
            type: z.string().nullable(),
            /** As people know it: in Heap before any prefix. */
            name: z.string().nullable(),
            total: z.strictObject(outcomes),
            before: z.strictObject(outcomes),
          }),
        ),
      })
      .nullable(),
    /** What was received in the range and is still queued. */
    queued: queuedView.nullable(),
    /** By the time of receipt. An event counts with its request: until the last one of that has its outcome. */
    lag: z
      .strictObject({
        /** The customer's target; null without one. */
        targetSeconds: z.int().nullable(),
        buckets: z.array(z.strictObject({ start: time, lag: lagView.nullable() })),
        total: lagView.nullable(),
        before: lagView.nullable(),
      })
      .nullable(),
    /** Calls with events to Heap, and with members to Braze, by the time at which they began. */
    heapCalls: callSeries.nullable(),
    brazeCalls: callSeries.nullable(),
    /** Syncs by the time at which they were requested, as far back as they are kept. */
    syncs: z
      .strictObject({
        buckets: z.array(z.strictObject({ start: time, syncs: syncsView })),
        total: syncsView,
        /** Null when the range before reaches further back than syncs are kept. */
        before: syncsView.nullable(),
      })
      .nullable(),
    /** By day or week: how each ended, and what calls to Braze changed in it. */
    members: z
      .strictObject({
        buckets: z.array(
          z.strictObject({ start: time, wanted: count, acked: count, owed: count, ...changes }),
        ),
        total: z.strictObject(changes),
        before: z.strictObject(changes),
      })
      .nullable(),
  })
  .meta({ id: "History" });

export type HistoryView = z.infer<typeof historyView>;
export type QueuedView = z.infer<typeof queuedView>;
export type LagView = z.infer<typeof lagView>;
export type SyncsView = z.infer<typeof syncsView>;
