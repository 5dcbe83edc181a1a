import { defineList } from "@/components/data/define-read";

/** A customer's dry runs, newest first. */
export const dryRunList = defineList("/api/v1/customers/[customerId]/dry-runs", { limit: 50 });
