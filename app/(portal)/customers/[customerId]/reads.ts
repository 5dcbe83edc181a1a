import { defineList, defineRead } from "@/components/data/define-read";
import { HISTORY_FILTERS, toHistoryQuery } from "@/components/history/history-filters";

/** The filters of the segments screen, as they are in the URL and in the API's query. */
export const SEGMENT_FILTERS = ["q", "mode", "members", "destinationId", "sort"] as const;

/** A customer's segments. */
export const segmentList = defineList("/api/v1/customers/[customerId]/segments", {
  limit: 50,
  filters: SEGMENT_FILTERS,
});

/** Both flows of a customer. */
export const overviewRead = defineRead("/api/v1/customers/[customerId]/overview");

/** What happened at a customer in a range of time. */
export const historyRead = defineRead("/api/v1/customers/[customerId]/history", {
  filters: HISTORY_FILTERS,
  toQuery: (filters) => toHistoryQuery(filters, Date.now()),
});

/** What people changed of a customer's flows between two times. */
export const changesRead = defineRead("/api/v1/customers/[customerId]/changes", {
  filters: ["from", "to"],
  toQuery: ({ from, to }) => ({ from, to }),
});

/** How large a segment was, and who entered and left. By day or week: of single hours no members are counted. */
export const segmentHistoryRead = defineRead("/api/v1/customers/[customerId]/history", {
  filters: [...HISTORY_FILTERS, "segmentId"],
  toQuery: ({ segmentId, ...filters }) => {
    const query = toHistoryQuery(filters, Date.now());
    return { ...query, bucket: query.bucket === "hour" ? "day" : query.bucket, segmentId };
  },
});

/** A customer's alerts that have ended, latest first. */
export const earlierAlertList = defineList("/api/v1/customers/[customerId]/alerts", {
  limit: 10,
  filters: [] as const,
  toQuery: () => ({ state: "resolved" as const }),
});

/** What a source adds to Heap a day. */
export const volumeRead = defineRead("/api/v1/customers/[customerId]/sources/[sourceId]/volume");

/** The event types that a source has sent and nobody knew. */
export const seenTypesRead = defineRead("/api/v1/customers/[customerId]/sources/[sourceId]/seen-types");

/** What a source writes to Heap about users, in numbers. */
export const userPropertiesRead = defineRead(
  "/api/v1/customers/[customerId]/sources/[sourceId]/user-properties",
);

/** How many of the identities of each of a customer's sources Heap knows, as last measured. */
export const overlapsRead = defineRead("/api/v1/customers/[customerId]/identity-overlaps");

/** The filters of a segment's members. */
export const MEMBER_FILTERS = ["standing", "userKey"] as const;

/** One segment. */
export const segmentRead = defineRead("/api/v1/customers/[customerId]/segments/[segmentId]");

/** What it takes to take a segment's attribute away from everybody. */
export const clearingRead = defineRead("/api/v1/customers/[customerId]/segments/[segmentId]/clear");

/** A segment's members. */
export const memberList = defineList("/api/v1/customers/[customerId]/segments/[segmentId]/members", {
  limit: 50,
  filters: MEMBER_FILTERS,
});

/** Members whose ids differ from one only in case or spaces. */
export const similarMembersRead = defineRead(
  "/api/v1/customers/[customerId]/segments/[segmentId]/similar-members",
  { filters: ["userKey"], toQuery: ({ userKey }) => ({ userKey }) },
);

/** A segment's latest dry runs. */
export const latestDryRuns = defineList("/api/v1/customers/[customerId]/dry-runs", {
  limit: 5,
  filters: ["segmentId"],
});

/** A segment's match checks, newest first. */
export const matchCheckList = defineList("/api/v1/customers/[customerId]/match-checks", {
  limit: 10,
  filters: ["segmentId"],
});

/** One match check, with the ids Braze does not know. */
export const matchCheckRead = defineRead("/api/v1/customers/[customerId]/match-checks/[matchCheckId]");

/** One sync. */
export const syncRead = defineRead("/api/v1/customers/[customerId]/syncs/[syncId]");

/**
 * A sync's pushes, newest first. With another state of the sync they are read once more: its last calls came with its end.
 */
export const pushList = defineList("/api/v1/customers/[customerId]/syncs/[syncId]/pushes", {
  limit: 50,
  filters: ["syncState"],
  toQuery: () => ({}),
});

/**
 * The last change of a source or a destination, by its action and its subject. With another version it is read once more:
 * another edit is another last change.
 */
export const lastChangeRead = defineRead("/api/v1/customers/[customerId]/audit", {
  limit: 1,
  filters: ["action", "subjectId", "version"],
  toQuery: ({ action, subjectId }) => ({ action, subjectId }),
});

/** What Heap sent to a destination last; the API lists all that is kept. */
export const receivedPagesRead = defineRead(
  "/api/v1/customers/[customerId]/destinations/[destinationId]/pages",
  { limit: 5 },
);

/** A destination's newest connect links; older ones are in the audit log. */
export const connectLinksRead = defineRead(
  "/api/v1/customers/[customerId]/destinations/[destinationId]/connect-links",
  { limit: 3 },
);

/** A customer's status links: as many as can be active at once. */
export const statusLinksRead = defineRead("/api/v1/customers/[customerId]/status-links", { limit: 20 });

/** A customer's dry runs, newest first. */
export const dryRunList = defineList("/api/v1/customers/[customerId]/dry-runs", { limit: 50 });

/** A customer's erasures, newest first. */
export const erasureList = defineList("/api/v1/customers/[customerId]/erasures", { limit: 50 });

/** A customer's requests to delete a user, newest first. */
export const deletionList = defineList("/api/v1/customers/[customerId]/deletion-requests", { limit: 50 });
