import { z } from "zod";
import { healthView } from "@/lib/insight/health/health-rule";
import { customerView } from "@/lib/setup/customers/customer-view";

const count = z.int().min(0);

/** A customer in the list: whether it needs someone, at a glance. */
export const customerListItem = customerView
  .extend({
    ...healthView.shape,
    /** The kind of the alert whose message is the reason. */
    alertKind: z.string().nullable(),
    /** When the last batch from Braze arrived; simulated ones do not count. */
    lastEventAt: z.iso.datetime().nullable(),
    /** When the last page from Heap arrived. */
    lastPageAt: z.iso.datetime().nullable(),
    segments: z.strictObject({ total: count, recurring: count }),
    /** Members that Braze has not been told about yet, and members it refused. */
    owed: count,
    refused: count,
    /** Events of unfinished batches without an outcome yet. */
    pending: count,
    openAlerts: count,
    /**
     * Each of the last seven days (UTC), today last: events that were forwarded to Heap, by the day of receipt, and
     * members that Braze accepted as having entered or left.
     */
    week: z.strictObject({ events: z.array(count), members: z.array(count) }),
  })
  .meta({ id: "CustomerListItem" });

export type CustomerListItem = z.infer<typeof customerListItem>;
