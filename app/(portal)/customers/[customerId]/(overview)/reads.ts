import { defineRead } from "@/components/data/define-read";

/** Both flows of a customer. */
export const overviewRead = defineRead("/api/v1/customers/[customerId]/overview");

/** How many of the identities of each of a customer's sources Heap knows, as last measured. */
export const overlapsRead = defineRead("/api/v1/customers/[customerId]/identity-overlaps");
