"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ChangesCard } from "@/components/changes/changes-card";
import { markersOf } from "@/components/changes/markers";
import { toQuery } from "@/components/data/url-filters";
import { useUrlFilters } from "@/components/data/use-url-filters";
import { CHARTS } from "@/components/history/charts";
import { EventHistory } from "@/components/history/event-history";
import { EventTypes } from "@/components/history/event-types";
import { Freshness } from "@/components/history/freshness";
import { HISTORY_FILTERS, withFirstRange } from "@/components/history/history-filters";
import { HistoryHead } from "@/components/history/history-head";
import { SegmentHistory } from "@/components/history/segment-history";
import { SyncHistory } from "@/components/history/sync-history";
import { Card } from "@/components/ui/card";
import { FailedState } from "@/components/ui/failed-state";
import { FlowChart } from "@/components/ui/flow-chart";
import type { FlowMarker } from "@/components/ui/flow-series";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { HistoryView } from "@/lib/insight/history/history-view";
import type { FlowHour } from "@/lib/insight/overview/overview-view";
import { changesRead, historyRead } from "../reads";
import { useCustomer } from "./use-overview";

/** How often the counts are read again. */
const LIVE_MS = 30_000;

/** What happened at a customer in a range of time, against the range before. */
export function History({ customerId, flow }: { customerId: string; flow: readonly FlowHour[] }) {
  const [chosen, setFilters] = useUrlFilters(HISTORY_FILTERS);
  const createdAt = useCustomer(customerId).data?.createdAt;
  const filters = createdAt ? withFirstRange(chosen, createdAt, Date.now()) : chosen;
  const query = useQuery({
    ...historyRead({ customerId }, filters).options,
    placeholderData: keepPreviousData,
    refetchInterval: LIVE_MS,
  });
  return (
    <section aria-label="History" className="space-y-4">
      <HistoryHead
        history={query.data}
        filters={filters}
        onChange={setFilters}
        isOutdated={query.isPlaceholderData}
      />
      {query.data ? (
        <div aria-busy={query.isPlaceholderData}>
          <Charts customerId={customerId} history={query.data} flow={flow} />
        </div>
      ) : query.error ? (
        <FailedState error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <SkeletonRows label="Loading the history" />
      )}
    </section>
  );
}

function Charts(props: { customerId: string; history: HistoryView; flow: readonly FlowHour[] }) {
  const { customerId, history, flow } = props;
  const { data: changed } = useQuery(
    changesRead({ customerId }, { from: history.from, to: history.to }).options,
  );
  const [ofEvents, ofSegments] = [
    markersOf(changed?.items ?? [], "events"),
    markersOf(changed?.items ?? [], "segments"),
  ];
  const { events, members, lag, syncs } = history;
  const eventsAt = (filters: Record<string, string>) =>
    `/customers/${customerId}/events${toQuery({ range: "custom", ...filters })}`;
  const syncsAt = (from: string, to: string) => `/customers/${customerId}/syncs${toQuery({ from, to })}`;
  const endsNow = Date.parse(history.to) > Date.parse(flow.at(-1)?.hour ?? "");
  return (
    <div className="space-y-4">
      <div className={CHARTS}>
        {events && (
          <>
            <EventHistory
              history={history}
              events={events}
              markers={ofEvents}
              hrefOf={(from, to) => eventsAt({ from, to })}
            />
            <EventTypes
              history={history}
              types={events.types}
              hrefOf={(type, outcome) =>
                eventsAt({ type, ...(outcome && { outcome }), from: history.from, to: history.to })
              }
            />
          </>
        )}
        {members ? (
          <SegmentHistory
            history={history}
            members={members}
            of="all segments"
            markers={ofSegments}
            hrefOf={syncsAt}
          />
        ) : (
          endsNow && <LatestMembers flow={flow} markers={ofSegments} />
        )}
        {lag && (
          <Freshness
            history={history}
            lag={lag}
            markers={ofEvents}
            setupHref={`/customers/${customerId}/setup#target`}
            hrefOf={(from, to) => eventsAt({ from, to })}
          />
        )}
        {syncs && <SyncHistory history={history} syncs={syncs} markers={ofSegments} hrefOf={syncsAt} />}
      </div>
      {changed && <ChangesCard customerId={customerId} changes={changed.items} hasMore={changed.hasMore} />}
    </div>
  );
}

const MEMBERS = [
  { key: "adds", label: "Adds sent", color: "var(--accent)" },
  { key: "removes", label: "Removes sent", color: "var(--line-strong)", isStriped: true },
];

/** Of single hours the history has no members: the last 24 hours are counted from the calls to Braze. */
function LatestMembers(props: { flow: readonly FlowHour[]; markers: readonly FlowMarker[] }) {
  const { flow, markers } = props;
  const points = flow.map(({ hour, ...numbers }) => ({ at: hour, ...numbers }));
  return (
    <Card
      title="Members, last 24 hours"
      description="By the hour Braze accepted them. Choose 7 days or more to see segment sizes"
    >
      <FlowChart label="Adds and removes by hour" points={points} series={MEMBERS} markers={markers} />
    </Card>
  );
}
