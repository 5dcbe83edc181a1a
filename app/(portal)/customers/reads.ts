import { defineList } from "@/components/data/define-read";

/** What the URL says about the list: the API's own names. */
export const CUSTOMER_FILTERS = ["q", "ownerId", "state", "health", "sort", "dir"] as const;

export type CustomerFilters = Record<(typeof CUSTOMER_FILTERS)[number], string>;

/** The customers. */
export const customerList = defineList("/api/v1/customers", { limit: 50, filters: CUSTOMER_FILTERS });
