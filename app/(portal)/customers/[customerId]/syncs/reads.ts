import { defineList } from "@/components/data/define-read";
import type { QueryOf } from "@/components/data/route-types";

/**
 * The filters of the syncs screen; `from` and `to` are days in the viewer's zone, both included, or exact times (ISO 8601) as
 * the history's bars have them.
 */
export const SYNC_FILTERS = ["segmentId", "q", "state", "trigger", "from", "to"] as const;

export type SyncFilterValues = Record<(typeof SYNC_FILTERS)[number], string>;

/** The API's filters: days become their first and last moments in this browser's zone. */
export function toApiFilters({
  from,
  to,
  ...rest
}: SyncFilterValues): QueryOf<"/api/v1/customers/[customerId]/syncs"> {
  return { ...rest, from: startOfDay(from, 0), to: startOfDay(to, 1) };
}

/**
 * What the list asks for: failures that repeat are one line, unless somebody asked to see what failed. A download holds
 * every sync.
 */
function toListFilters(filters: SyncFilterValues): QueryOf<"/api/v1/customers/[customerId]/syncs"> {
  return { ...toApiFilters(filters), ...(filters.state !== "failed" && { fold: "failures" }) };
}

/** A customer's syncs, newest first. */
export const syncList = defineList("/api/v1/customers/[customerId]/syncs", {
  limit: 50,
  filters: SYNC_FILTERS,
  toQuery: toListFilters,
});

/** Whether a filter is an exact time and not a day. */
export function isExactTime(value: string): boolean {
  return value.includes("T");
}

function startOfDay(day: string, daysLater: number): string {
  if (isExactTime(day)) return day;
  const [year, month, date] = day.split("-").map(Number);
  if (!year || !month || !date) return "";
  return new Date(year, month - 1, date + daysLater).toISOString();
}
