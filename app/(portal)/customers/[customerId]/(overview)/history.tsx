"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { toQuery } from "@/components/data/url-filters";
import { useUrlFilters } from "@/components/data/use-url-filters";
import { EventHistory } from "@/components/history/event-history";
import { EventTypes } from "@/components/history/event-types";
import { HISTORY_FILTERS } from "@/components/history/history-filters";
import { HistoryHead } from "@/components/history/history-head";
import { FailedState } from "@/components/ui/failed-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { HistoryView } from "@/lib/insight/history/history-view";
import { historyRead } from "../reads";

/** How often the counts are read again. */
const LIVE_MS = 30_000;

/** What happened at a customer in a range of time, against the range before. */
export function History({ customerId }: { customerId: string }) {
  const [filters, setFilters] = useUrlFilters(HISTORY_FILTERS);
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
          <Charts customerId={customerId} history={query.data} />
        </div>
      ) : query.error ? (
        <FailedState error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <SkeletonRows label="Loading the history" />
      )}
    </section>
  );
}

function Charts({ customerId, history }: { customerId: string; history: HistoryView }) {
  const { events } = history;
  const eventsAt = (filters: Record<string, string>) =>
    `/customers/${customerId}/events${toQuery({ range: "custom", ...filters })}`;
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      {events && (
        <>
          <EventHistory history={history} events={events} hrefOf={(from, to) => eventsAt({ from, to })} />
          <EventTypes
            history={history}
            types={events.types}
            hrefOf={(type) => eventsAt({ type, from: history.from, to: history.to })}
          />
        </>
      )}
    </div>
  );
}
