import { defineRead } from "@/components/data/define-read";
import { HISTORY_FILTERS, toHistoryQuery } from "@/components/history/history-filters";

/** What moved in a range of time. */
export const statusHistoryRead = defineRead("/api/status/[token]/history", {
  filters: HISTORY_FILTERS,
  toQuery: (filters) => toHistoryQuery(filters, Date.now()),
});

/** What the status page shows. */
export const statusRead = defineRead("/api/status/[token]");
