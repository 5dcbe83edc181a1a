"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useUrlFilters } from "@/components/data/use-url-filters";
import { CHARTS } from "@/components/history/charts";
import { EventHistory } from "@/components/history/event-history";
import { HISTORY_FILTERS } from "@/components/history/history-filters";
import { HistoryHead } from "@/components/history/history-head";
import { SegmentHistory } from "@/components/history/segment-history";
import { SkeletonRows } from "@/components/ui/skeleton";
import { statusHistoryRead } from "./reads";

/** Nobody watches a chart by the second. */
const LOOK_EVERY_MS = 60_000;

/** What moved in a range of time, against the range before: the same counts as the team's. */
export function History({ token }: { token: string }) {
  const [filters, setFilters] = useUrlFilters(HISTORY_FILTERS);
  const { data, error, isPlaceholderData, refetch } = useQuery({
    ...statusHistoryRead({ token }, filters).options,
    networkMode: "always",
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_EVERY_MS,
  });
  return (
    <section aria-label="History" className="space-y-4 print:hidden">
      <HistoryHead history={data} filters={filters} onChange={setFilters} isOutdated={isPlaceholderData} />
      {data ? (
        <div aria-busy={isPlaceholderData} className={CHARTS}>
          {data.events && <EventHistory history={data} events={data.events} />}
          {data.members && <SegmentHistory history={data} members={data.members} of="all segments" />}
        </div>
      ) : error ? (
        <p role="alert" className="text-ink-soft">
          The history could not be read.{" "}
          <button type="button" className="text-accent underline" onClick={() => refetch()}>
            Try again
          </button>
        </p>
      ) : (
        <SkeletonRows label="Loading the history" />
      )}
    </section>
  );
}
