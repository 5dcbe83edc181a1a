import { defineList } from "@/components/data/define-read";

/** Whose customers the URL asks for: `me`, or everybody's. */
export const ALERT_FILTERS = ["owner"] as const;

/** The open alerts, most urgent first. */
export const alertList = defineList("/api/v1/alerts", {
  limit: 50,
  filters: ALERT_FILTERS,
  toQuery: ({ owner }) => ({ ownerId: owner === "me" ? "me" : null }),
});
