"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Sprout, UserRound } from "lucide-react";
import { DASHBOARD_FILTERS, dashboardRead } from "@/app/(portal)/reads";
import { useCan } from "@/components/data/use-actor";
import { useUrlFilters } from "@/components/data/use-url-filters";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { FailedState } from "@/components/ui/failed-state";
import { LiveState } from "@/components/ui/live-state";
import { OwnerToggle } from "@/components/ui/owner-toggle";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Updating } from "@/components/ui/updating";
import type { DashboardView } from "@/lib/insight/dashboard/dashboard-view";
import { CustomerCounts } from "./customer-counts";
import { Flows } from "./flows";
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
      <Flows flow={view.flow} owner={isMine ? "me" : ""} />
      <CustomerCounts view={view} isMine={isMine} />
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
        : "As soon as a CSM adds a customer, this page shows how it is doing."}
    </EmptyState>
  );
}
