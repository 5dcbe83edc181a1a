import { defineList } from "@/components/data/define-read";

/** The filters of the segments screen, as they are in the URL and in the API's query. */
export const SEGMENT_FILTERS = ["q", "mode", "members", "destinationId", "sort"] as const;

/** A customer's segments. */
export const segmentList = defineList("/api/v1/customers/[customerId]/segments", {
  limit: 50,
  filters: SEGMENT_FILTERS,
});
