"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { AlertFilters } from "@/components/alerts/alert-filters";
import { EndedAlert } from "@/components/alerts/ended-alert";
import { tellChangesOnce } from "@/components/alerts/tell-changes-once";
import { ViewLinks } from "@/components/alerts/view-links";
import { useUrlFilters } from "@/components/data/use-url-filters";
import { EmptyState } from "@/components/ui/empty-state";
import { FailedState } from "@/components/ui/failed-state";
import { LoadMore } from "@/components/ui/load-more";
import { OwnerToggle } from "@/components/ui/owner-toggle";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { PAST_ALERT_FILTERS, pastAlertList } from "../../reads";

/** The alerts of everybody's customers that are over, latest first. */
export function PastAlerts() {
  const [filters, setFilters] = useUrlFilters(PAST_ALERT_FILTERS);
  const query = useInfiniteQuery(pastAlertList({}, filters).options);
  const alerts = tellChangesOnce(query.data?.pages.flatMap((page) => page.items) ?? []);
  const isFiltered = Object.values(filters).some(Boolean);
  return (
    <>
      <PageHeader
        title="Past alerts"
        description="Alerts that have ended, latest first: when, how often, and who did what."
        actions={
          <OwnerToggle
            isMine={filters.owner === "me"}
            onChange={(mine) => setFilters({ owner: mine ? "me" : "" })}
          />
        }
      />
      <ViewLinks view="past" owner={filters.owner} />
      <AlertFilters filters={filters} onChange={setFilters} />
      {query.isPending ? (
        <SkeletonRows label="Loading the past alerts" />
      ) : query.data === undefined ? (
        <FailedState error={query.error} onRetry={() => void query.refetch()} />
      ) : alerts.length === 0 ? (
        <EmptyState icon={History} title="No past alerts">
          {isFiltered ? "No past alerts match these filters." : "An alert appears here once it has ended."}
        </EmptyState>
      ) : (
        <>
          <ul
            aria-label="Past alerts"
            className="divide-y divide-line rounded-lg border border-line bg-surface px-4"
          >
            {alerts.map((alert) => (
              <EndedAlert
                key={alert.id}
                alert={alert}
                customerId={alert.customer.id}
                customer={alert.customer}
              />
            ))}
          </ul>
          <LoadMore query={query} />
        </>
      )}
    </>
  );
}
