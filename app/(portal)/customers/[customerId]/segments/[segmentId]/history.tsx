"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChangesCard } from "@/components/changes/changes-card";
import { markersOf } from "@/components/changes/markers";
import { toQuery } from "@/components/data/url-filters";
import { useUrlFilters } from "@/components/data/use-url-filters";
import { CHARTS } from "@/components/history/charts";
import { HISTORY_FILTERS } from "@/components/history/history-filters";
import { HistoryHead } from "@/components/history/history-head";
import { SegmentHistory } from "@/components/history/segment-history";
import { SyncHistory } from "@/components/history/sync-history";
import { FailedState } from "@/components/ui/failed-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import { changesRead, segmentHistoryRead } from "../../reads";

/** How often the counts are read again. */
const LIVE_MS = 30_000;

/** How large a segment was over a range of time, and who entered and left. */
export function History({ customerId, segmentId }: { customerId: string; segmentId: string }) {
  const [filters, setFilters] = useUrlFilters(HISTORY_FILTERS);
  const query = useQuery({
    ...segmentHistoryRead({ customerId }, { ...filters, segmentId }).options,
    placeholderData: keepPreviousData,
    refetchInterval: LIVE_MS,
  });
  const { data } = query;
  const { data: changed } = useQuery({
    ...changesRead({ customerId }, { from: data?.from ?? "", to: data?.to ?? "" }).options,
    enabled: data !== undefined,
  });
  const ofSegments = changed?.items.filter(({ flow }) => flow !== "events") ?? [];
  const markers = markersOf(ofSegments, "segments");
  const syncsAt = (from: string, to: string) =>
    `/customers/${customerId}/syncs${toQuery({ segmentId, from, to })}`;
  return (
    <section aria-label="History" className="space-y-4">
      <HistoryHead
        history={data}
        filters={filters}
        onChange={setFilters}
        isOutdated={query.isPlaceholderData}
        isByDay
      />
      {data?.members ? (
        <div aria-busy={query.isPlaceholderData} className={CHARTS}>
          <SegmentHistory
            history={data}
            members={data.members}
            of="the segment"
            markers={markers}
            hrefOf={syncsAt}
          />
          {data.syncs && <SyncHistory history={data} syncs={data.syncs} markers={markers} hrefOf={syncsAt} />}
        </div>
      ) : query.error ? (
        <FailedState error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <SkeletonRows label="Loading the history" />
      )}
      {changed && <ChangesCard customerId={customerId} changes={ofSegments} hasMore={changed.hasMore} />}
    </section>
  );
}
