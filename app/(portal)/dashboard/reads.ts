import { defineRead } from "@/components/data/define-read";

/** Whose customers the URL asks for: `me`, or everybody's. */
export const DASHBOARD_FILTERS = ["owner"] as const;

/** What needs somebody, what moved, and how the customers are. */
export const dashboardRead = defineRead("/api/v1/dashboard", {
  filters: DASHBOARD_FILTERS,
  toQuery: ({ owner }) => ({ owner: owner === "me" ? "me" : "all" }),
});
