"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Sprout, UserRound } from "lucide-react";
import { DASHBOARD_FILTERS, dashboardRead } from "@/app/(portal)/reads";
import { useCan } from "@/components/data/use-actor";
import { useUrlFilters } from "@/components/data/use-url-filters";
import { ZoneName } from "@/components/format/zone";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { FailedState } from "@/components/ui/failed-state";
import { FlowChart } from "@/components/ui/flow-chart";
import { LiveState } from "@/components/ui/live-state";
import { OwnerToggle } from "@/components/ui/owner-toggle";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Updating } from "@/components/ui/updating";
import type { DashboardView, FlowHour } from "@/lib/insight/dashboard/dashboard-view";
import { CustomerCounts } from "./customer-counts";
import { FunctionsStopped } from "./functions-stopped";
import { NeedsAttention } from "./needs-attention";

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
      {dashboard.data?.functions === "stopped" && <FunctionsStopped />}
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
function FlowCharts({ flow }: { flow: readonly FlowHour[] }) {
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

/** The dashboard while there are no customers at all, or none of one's own. */
function NothingToShow({ isMine }: { isMine: boolean }) {
  const canChange = useCan("csm");
  if (isMine) {
    return (
      <EmptyState
        icon={UserRound}
        title="You don’t own any customers yet"
        action={<ButtonLink href="/customers?ownerId=none">Customers without an owner</ButtonLink>}
      >
        Customers you own appear here with what they need from you. Choose All customers to see everyone’s.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={Sprout}
      title="Welcome to Tributary"
      action={
        canChange && (
          <ButtonLink href="/customers/new" tone="primary">
            Onboard your first customer
          </ButtonLink>
        )
      }
    >
      It sends Braze events to Heap, and Heap segments to Braze.{" "}
      {canChange
        ? "Onboarding a customer takes about five minutes: a form, two URLs to hand over, and a checklist that turns green as each step is proven."
        : "As soon as someone with the role csm adds a customer, this page shows how it is doing."}
    </EmptyState>
  );
}
