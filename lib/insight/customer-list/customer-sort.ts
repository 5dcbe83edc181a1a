import { z } from "zod";
import type { CustomerSort } from "@/lib/insight/customer-list/customer-list-input";
import { HEALTH_RANK } from "@/lib/insight/health/health-rule";

/** A way to sort the list: the key in SQL, with the facts joined, and the cursor that holds one. */
export interface Sort {
  key: string;
  type: "text" | "bigint";
  /** Whether the key is one of the customer's own columns: then the facts are looked up for one page only. */
  isOwn?: true;
  /** Identifies the sort, so that a cursor of another one is refused and not misread. */
  cursorKey: z.ZodType<[string, string | number, string]>;
}

function byNumber(sort: CustomerSort, key: string): Sort {
  return { key, type: "bigint", cursorKey: z.tuple([z.literal(sort), z.int(), z.uuid()]) };
}

/** By a time in milliseconds; "never" comes before everything. */
function byTime(sort: CustomerSort, column: string): Sort {
  return byNumber(sort, `COALESCE(extract(epoch FROM ${column}) * 1000, 0)`);
}

export const SORTS: Record<CustomerSort, Sort> = {
  // Ignoring case; names that are otherwise equal are ordered by id.
  name: {
    key: "lower(c.name)",
    type: "text",
    isOwn: true,
    cursorKey: z.tuple([z.literal("name"), z.string(), z.uuid()]),
  },
  health: byNumber("health", HEALTH_RANK),
  lastEvent: byTime("lastEvent", "flow.last_event_at"),
  owed: byNumber("owed", "membership.owed"),
  pending: byNumber("pending", "flow.pending"),
  createdAt: { ...byTime("createdAt", "c.created_at"), isOwn: true },
};
