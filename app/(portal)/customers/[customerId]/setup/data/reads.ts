import { defineList } from "@/components/data/define-read";

/** A customer's erasures, newest first. */
export const erasureList = defineList("/api/v1/customers/[customerId]/erasures", { limit: 50 });
