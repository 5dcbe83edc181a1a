import { defineList, defineRead } from "@/components/data/define-read";

/** One sync. */
export const syncRead = defineRead("/api/v1/customers/[customerId]/syncs/[syncId]");

/**
 * A sync's pushes, newest first. With another state of the sync they are read once more: its last calls came with its end.
 */
export const pushList = defineList("/api/v1/customers/[customerId]/syncs/[syncId]/pushes", {
  limit: 50,
  filters: ["syncState"],
  toQuery: () => ({}),
});
