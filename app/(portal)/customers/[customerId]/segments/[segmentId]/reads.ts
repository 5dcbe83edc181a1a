import { defineList, defineRead } from "@/components/data/define-read";

/** The filters of a segment's members. */
export const MEMBER_FILTERS = ["standing", "userKey"] as const;

/** One segment. */
export const segmentRead = defineRead("/api/v1/customers/[customerId]/segments/[segmentId]");

/** A segment's members. */
export const memberList = defineList("/api/v1/customers/[customerId]/segments/[segmentId]/members", {
  limit: 50,
  filters: MEMBER_FILTERS,
});

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
