import type { EventFilters } from "@/app/(portal)/customers/[customerId]/events/reads";
import { defineList } from "@/components/data/define-read";
import { toQuery } from "@/components/data/url-filters";
import type { ReplayFilter } from "@/lib/forwarding/replays/replay-input";

/** What a replay is about, as it is in the URL. */
export const REPLAY_FILTERS = [
  "sourceId",
  "outcome",
  "type",
  "identity",
  "from",
  "to",
  "issue",
  "event",
] as const;

export type ReplayFilters = Record<(typeof REPLAY_FILTERS)[number], string>;

/** A customer's replays, newest first. */
export const replayList = defineList("/api/v1/customers/[customerId]/replays", { limit: 50 });

const OUTCOMES = ["quarantined", "forwarded", "filtered"] as const;

/** Quarantined by default. */
export function outcomeOf({ outcome }: ReplayFilters): ReplayFilter["outcome"] {
  return OUTCOMES.find((known) => known === outcome) ?? "quarantined";
}

/** The query for the API. `event` is `<batch id>.<index>`. */
export function toReplayFilter(filters: ReplayFilters): ReplayFilter {
  const { type, identity, from, to, issue, event } = filters;
  const [batchId, index] = event.split(".");
  return {
    outcome: outcomeOf(filters),
    ...(type && { type }),
    ...(identity && { identity }),
    ...(from && { from }),
    ...(to && { to }),
    ...(issue && { issue }),
    ...(batchId && index && { event: { batchId, index: Number(index) } }),
  };
}

/** The replay screen's query for the events of a list; ranges that end now are left for that screen to choose. */
export function toReplayQuery({ sourceId, outcome, type, identity, from, to }: EventFilters): string {
  return toQuery({ sourceId, outcome, type, identity, from, to });
}
