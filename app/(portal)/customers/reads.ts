import { defineList } from "@/components/data/define-read";

/** The list's settings in the URL, under the API's own names. */
export const CUSTOMER_FILTERS = ["q", "ownerId", "state", "health", "sort", "dir"] as const;

export type CustomerFilters = Record<(typeof CUSTOMER_FILTERS)[number], string>;

/** The customers. */
export const customerList = defineList("/api/v1/customers", { limit: 50, filters: CUSTOMER_FILTERS });
