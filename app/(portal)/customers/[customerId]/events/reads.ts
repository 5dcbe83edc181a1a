import { defineList, defineRead } from "@/components/data/define-read";
import type { QueryOf } from "@/components/data/route-types";

/** The filters of the events screen, as they are in the URL. */
export const EVENT_FILTERS = [
  "outcome",
  "type",
  "identity",
  "sourceId",
  "range",
  "from",
  "to",
  "eventId",
  "batchId",
  "deliveryId",
  "issue",
] as const;

export type EventFilters = Record<(typeof EVENT_FILTERS)[number], string>;

export const NO_EVENT_FILTERS: EventFilters = Object.fromEntries(
  EVENT_FILTERS.map((name) => [name, ""]),
) as EventFilters;

/** Ranges that end now, in seconds. */
const RANGE_SECONDS: Readonly<Record<string, number>> = { "1h": 3_600, "24h": 86_400, "7d": 7 * 86_400 };

/** The query for the API; a range that ends now begins this long before `nowMs`. */
export function toEventQuery(
  filters: EventFilters,
  nowMs: number,
): QueryOf<"/api/v1/customers/[customerId]/events"> {
  const { range, from, to, ...exact } = filters;
  const seconds = RANGE_SECONDS[range];
  return {
    ...exact,
    ...(seconds ? { from: new Date(nowMs - seconds * 1_000).toISOString() } : { from, to }),
  };
}

/** A customer's events, newest first. */
export const eventList = defineList("/api/v1/customers/[customerId]/events", {
  limit: 50,
  filters: EVENT_FILTERS,
  toQuery: (filters) => toEventQuery(filters, Date.now()),
});

/** A customer's sources, what waits in them, and the types of event to choose from. */
export const eventSummaryRead = defineRead("/api/v1/customers/[customerId]/events/summary");

/** One event. */
export const eventRead = defineRead("/api/v1/customers/[customerId]/events/[batchId]/[index]");

/** The merges that name an identity. */
export const identityChangesRead = defineRead("/api/v1/customers/[customerId]/identity-changes", {
  filters: ["identity"],
});

/** Identities with events that differ from one only in case or spaces. */
export const similarIdentitiesRead = defineRead("/api/v1/customers/[customerId]/similar-identities", {
  filters: ["identity"],
  toQuery: ({ identity }) => ({ identity }),
});

/** Whether a list can still get new events: one with a fixed end cannot. */
export function isOpenEnded({ range, to }: EventFilters): boolean {
  return to === "" || range in RANGE_SECONDS;
}

export function hasFilters(filters: EventFilters): boolean {
  return Object.values(filters).some((value) => value !== "");
}

/** A customer's quarantined events by cause. */
export const issuesRead = defineRead("/api/v1/customers/[customerId]/events/issues");
