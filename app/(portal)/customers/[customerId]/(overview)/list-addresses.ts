import { toQuery } from "@/components/data/url-filters";
import type { SEGMENT_FILTERS } from "../reads";

/** Filters of the list of segments; those left out do not filter. */
export type SegmentFilters = Partial<Record<(typeof SEGMENT_FILTERS)[number], string>>;

/** Where the events of a source that are not sent on yet are listed. */
export function pendingEvents(customerId: string, sourceId: string): string {
  return `/customers/${customerId}/events${toQuery({ outcome: "pending", sourceId })}`;
}

/** Where a customer's segments are listed, with these filters. */
export function segmentsOf(customerId: string, filters: SegmentFilters): string {
  return `/customers/${customerId}/segments${toQuery(filters)}`;
}
