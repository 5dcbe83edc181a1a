import { defineList, defineRead } from "@/components/data/define-read";
import { HISTORY_FILTERS, toHistoryQuery } from "@/components/history/history-filters";

/** Whose customers the URL asks for: `me`, or everybody's. */
export const DASHBOARD_FILTERS = ["owner"] as const;

/** What needs someone, what moved, and how the customers are doing. */
export const dashboardRead = defineRead("/api/v1/dashboard", {
  filters: DASHBOARD_FILTERS,
  toQuery: ({ owner }) => ({ owner: owner === "me" ? "me" : "all" }),
});

/** What moved in the days that the URL asks for. Hours are only in `dashboardRead`. */
export const dashboardHistoryRead = defineRead("/api/v1/dashboard/history", {
  filters: [...DASHBOARD_FILTERS, ...HISTORY_FILTERS],
  toQuery: ({ owner, ...filters }) => {
    const { bucket, ...times } = toHistoryQuery(filters, Date.now());
    return {
      owner: owner === "me" ? ("me" as const) : ("all" as const),
      bucket: bucket === "week" ? ("week" as const) : ("day" as const),
      ...times,
    };
  },
});

/** The team. */
export const userList = defineList("/api/v1/users", { limit: 50 });

/** Who is signed in. */
export const meRead = defineRead("/api/v1/me");

/** Where somebody is signed in. */
export const sessionList = defineList("/api/v1/sessions", { limit: 50, filters: ["userId"] as const });

/** The list's settings in the URL, under the API's own names. */
export const CUSTOMER_FILTERS = ["q", "ownerId", "state", "health", "sort", "dir"] as const;

export type CustomerFilters = Record<(typeof CUSTOMER_FILTERS)[number], string>;

/** The customers. */
export const customerList = defineList("/api/v1/customers", { limit: 50, filters: CUSTOMER_FILTERS });

/** Which keys the URL asks for. */
export const KEY_FILTERS = ["state"] as const;

/** One's own keys; an admin's are everybody's. */
export const apiKeyList = defineList("/api/v1/api-keys", {
  limit: 50,
  filters: KEY_FILTERS,
  toQuery: ({ state }) => ({ state: shownState(state) }),
});

/** Those in use, unless the URL says otherwise. */
export function shownState(state: string): "active" | "revoked" {
  return state === "revoked" ? "revoked" : "active";
}

/** What the URL asks of the open alerts: whose customers, what is snoozed, and the filters. */
export const ALERT_FILTERS = ["owner", "view", "q", "customerId", "kind", "personId"] as const;

/** The open alerts, most urgent first. */
export const alertList = defineList("/api/v1/alerts", {
  limit: 50,
  filters: ALERT_FILTERS,
  toQuery: ({ owner, view, ...filters }) => ({
    ...filters,
    ownerId: owner === "me" ? "me" : null,
    snoozed: view === "snoozed" ? ("only" as const) : ("without" as const),
  }),
});

/** What the URL asks of the alerts that are over. */
export const PAST_ALERT_FILTERS = ["owner", "q", "customerId", "kind", "personId", "ended"] as const;

/** The alerts that are over, latest first. */
export const pastAlertList = defineList("/api/v1/alerts/past", {
  limit: 50,
  filters: PAST_ALERT_FILTERS,
  toQuery: ({ owner, ...filters }) => ({ ...filters, ownerId: owner === "me" ? "me" : null }),
});
