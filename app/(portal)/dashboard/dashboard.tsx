"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useUrlFilters } from "@/components/data/use-url-filters";
import { FailedState } from "@/components/ui/failed-state";
import { LiveState } from "@/components/ui/live-state";
import { OwnerToggle } from "@/components/ui/owner-toggle";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Updating } from "@/components/ui/updating";
import type { DashboardView } from "@/lib/insight/dashboard/dashboard-view";
import { CustomerCounts } from "./customer-counts";
import { FlowCharts } from "./flow-charts";
import { NeedsAttention } from "./needs-attention";
import { NothingToShow } from "./nothing-to-show";
import { DASHBOARD_FILTERS, dashboardRead } from "./reads";

/** How often it is read again while someone looks at it. */
const POLL_INTERVAL_MS = 5_000;

/** The dashboard of all customers or one's own, live. */
export function Dashboard() {
  const [filters, setFilters] = useUrlFilters(DASHBOARD_FILTERS);
  const isMine = filters.owner === "me";
  const dashboard = useQuery({
    ...dashboardRead({}, filters).options,
    placeholderData: keepPreviousData,
    refetchInterval: POLL_INTERVAL_MS,
  });

  return (
    <>
      <PageHeader
        title="Dashboard"
        description={dashboard.isPlaceholderData ? <Updating /> : <LiveState query={dashboard} />}
        actions={<OwnerToggle isMine={isMine} onChange={(mine) => setFilters({ owner: mine ? "me" : "" })} />}
      />
      {dashboard.isPending ? (
        <SkeletonRows label="Loading the dashboard" />
      ) : dashboard.data === undefined ? (
        <FailedState error={dashboard.error} onRetry={() => dashboard.refetch()} />
      ) : (
        <div aria-busy={dashboard.isPlaceholderData}>
          <Content view={dashboard.data} isMine={isMine} />
        </div>
      )}
    </>
  );
}

function Content({ view, isMine }: { view: DashboardView; isMine: boolean }) {
  const all = view.totals.customers + view.states.archived;
  if (all === 0) return <NothingToShow isMine={isMine} />;
  return (
    <div className="space-y-4">
      <NeedsAttention view={view} isMine={isMine} />
      <FlowCharts flow={view.flow} />
      <CustomerCounts view={view} isMine={isMine} />
    </div>
  );
}
