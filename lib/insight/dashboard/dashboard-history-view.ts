import { z } from "zod";
import { queuedView } from "@/lib/insight/history/history-view";

const count = z.int().min(0);
const time = z.iso.datetime();
const outcomes = { forwarded: count, filtered: count, duplicate: count, quarantined: count };
const changes = { added: count, removed: count, refused: count };

/** What moved for all customers, or one's own, in a range of days, and what changed against the range before it. */
export const dashboardHistoryView = z
  .strictObject({
    bucket: z.enum(["day", "week"]),
    /** Whole buckets in UTC; weeks begin on Monday. */
    from: time,
    to: time,
    beforeFrom: time,
    /**
     * From when on it counts: a day, or when the first customer was created. Null while nothing is counted. What came
     * earlier is not known.
     */
    since: time.nullable(),
    /** Today is in the range and not over. `compared` leaves it out, and as many days at the end of the range before. */
    isOpen: z.boolean(),
    /** By the time of receipt. */
    events: z.strictObject({
      buckets: z.array(z.strictObject({ start: time, ...outcomes })),
      total: z.strictObject(outcomes),
      compared: z.strictObject({ total: z.strictObject(outcomes), before: z.strictObject(outcomes) }),
    }),
    /** What was received in the range and is still queued. */
    queued: queuedView,
    /** Members that Braze accepted or refused. */
    members: z.strictObject({
      buckets: z.array(z.strictObject({ start: time, ...changes })),
      total: z.strictObject(changes),
      compared: z.strictObject({ total: z.strictObject(changes), before: z.strictObject(changes) }),
    }),
    /** Customers whose number of events changed most against the range before; none that changed little or is new. */
    changedMost: z.array(z.strictObject({ id: z.uuid(), name: z.string(), events: count, before: count })),
  })
  .meta({ id: "DashboardHistory" });

export type DashboardHistoryView = z.infer<typeof dashboardHistoryView>;
