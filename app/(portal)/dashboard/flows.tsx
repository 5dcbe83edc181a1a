"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { dashboardHistoryRead } from "@/app/(portal)/reads";
import { useUrlFilters } from "@/components/data/use-url-filters";
import { ZoneName } from "@/components/format/zone";
import { HISTORY_FILTERS, shownRange, withLatestRange } from "@/components/history/history-filters";
import { HistoryHead } from "@/components/history/history-head";
import { Card } from "@/components/ui/card";
import { FailedState } from "@/components/ui/failed-state";
import { FlowChart } from "@/components/ui/flow-chart";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { FlowHour } from "@/lib/insight/dashboard/dashboard-view";
import { DayCharts } from "./day-charts";

/** How often the days are counted again. */
const LIVE_MS = 60_000;

/** What moved in both directions: by the hour of the last 24, or by day in a range that the URL names. */
export function Flows({ flow, owner }: { flow: readonly FlowHour[]; owner: "me" | "" }) {
  const [chosen, setFilters] = useUrlFilters(HISTORY_FILTERS);
  const filters = withLatestRange(chosen);
  const isLatest = shownRange(filters) === "24h";
  const history = useQuery({
    ...dashboardHistoryRead({}, { owner, ...filters }).options,
    placeholderData: keepPreviousData,
    refetchInterval: LIVE_MS,
    enabled: !isLatest,
  });
  return (
    <section aria-label="History" className="space-y-4">
      <HistoryHead
        history={isLatest ? undefined : history.data}
        filters={filters}
        onChange={setFilters}
        isOutdated={!isLatest && history.isPlaceholderData}
        note={history.data?.isOpen ? "Today is not over yet, so it is not compared." : undefined}
      />
      {isLatest ? (
        <HourCharts flow={flow} />
      ) : history.data ? (
        <div aria-busy={history.isPlaceholderData}>
          <DayCharts history={history.data} />
        </div>
      ) : history.error ? (
        <FailedState error={history.error} onRetry={() => history.refetch()} />
      ) : (
        <SkeletonRows label="Loading the history" />
      )}
    </section>
  );
}

const EVENTS = [
  { key: "accepted", label: "Accepted", color: "var(--accent)" },
  { key: "forwarded", label: "Forwarded", color: "var(--good)" },
  { key: "quarantined", label: "Quarantined", color: "var(--bad)" },
];

const MEMBERS = [
  { key: "adds", label: "Adds sent", color: "var(--accent)" },
  { key: "removes", label: "Removes sent", color: "var(--wait)" },
];

/** Both flows over the last 24 hours. */
function HourCharts({ flow }: { flow: readonly FlowHour[] }) {
  const points = flow.map(({ hour, ...numbers }) => ({ at: hour, ...numbers }));
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Card
        title="Events, Braze to Heap"
        description={
          <>
            Last 24 hours, by the hour they were received (<ZoneName />)
          </>
        }
      >
        <FlowChart label="Events of the last 24 hours, by hour" points={points} series={EVENTS} />
      </Card>
      <Card
        title="Members, Heap to Braze"
        description={
          <>
            Last 24 hours, by the hour Braze accepted them (<ZoneName />)
          </>
        }
      >
        <FlowChart label="Members of the last 24 hours, by hour" points={points} series={MEMBERS} />
      </Card>
    </div>
  );
}
