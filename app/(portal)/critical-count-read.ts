import { defineRead } from "@/components/data/define-read";

/** How many alerts are critical. Not among the other reads: each page has it, and no page needs all of those. */
export const criticalCountRead = defineRead("/api/v1/alerts/count");
