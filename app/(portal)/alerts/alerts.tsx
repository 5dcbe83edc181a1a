"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import { AlertFilters } from "@/components/alerts/alert-filters";
import { AlertLine } from "@/components/alerts/alert-line";
import { byActing, SNOOZED, WAITING } from "@/components/alerts/by-acting";
import { groupEqual } from "@/components/alerts/group-equal";
import { tellChangesOnce } from "@/components/alerts/tell-changes-once";
import { ViewLinks } from "@/components/alerts/view-links";
import { useUrlFilters } from "@/components/data/use-url-filters";
import { EmptyState } from "@/components/ui/empty-state";
import { FailedState } from "@/components/ui/failed-state";
import { LoadMore } from "@/components/ui/load-more";
import { OwnerToggle } from "@/components/ui/owner-toggle";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { AlertView } from "@/lib/insight/alerts/alert-view";
import { ALERT_FILTERS, alertList } from "../reads";

/** How often it is read again while someone looks at it; alerts change once a minute. */
const POLL_INTERVAL_MS = 20_000;

/** All open alerts of everybody's customers or one's own, most urgent first; or those that are snoozed. */
export function Alerts() {
  const [filters, setFilters] = useUrlFilters(ALERT_FILTERS);
  const isMine = filters.owner === "me";
  const query = useInfiniteQuery({
    ...alertList({}, filters).options,
    refetchInterval: POLL_INTERVAL_MS,
  });

  return (
    <>
      <PageHeader
        title="Alerts"
        description="Open problems of customers that are not paused, most harmful first. Each closes automatically once it is resolved."
        actions={<OwnerToggle isMine={isMine} onChange={(mine) => setFilters({ owner: mine ? "me" : "" })} />}
      />
      <ViewLinks view={filters.view} owner={filters.owner} />
      <AlertFilters filters={filters} onChange={setFilters} />
      {query.isPending ? (
        <SkeletonRows label="Loading the alerts" />
      ) : query.data === undefined ? (
        <FailedState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <>
          <AlertLines
            alerts={query.data.pages.flatMap((page) => page.items)}
            isCut={query.hasNextPage}
            isMine={isMine}
            isSnoozed={filters.view === "snoozed"}
            isFiltered={[filters.q, filters.customerId, filters.kind, filters.personId].some(Boolean)}
          />
          <LoadMore query={query} />
        </>
      )}
    </>
  );
}

function AlertLines(props: {
  alerts: readonly AlertView[];
  isCut: boolean;
  isMine: boolean;
  isSnoozed: boolean;
  isFiltered: boolean;
}) {
  const { alerts, isCut, isMine, isSnoozed, isFiltered } = props;
  if (alerts.length === 0 && isFiltered) {
    return (
      <EmptyState icon={CircleCheck} title="No matching alerts">
        No alerts match these filters.
      </EmptyState>
    );
  }
  if (alerts.length === 0) {
    return (
      <EmptyState icon={CircleCheck} title={isSnoozed ? "No snoozed alerts" : "No open alerts"}>
        {isSnoozed
          ? SNOOZED.meaning
          : isMine
            ? "None of your customers has a known problem."
            : "No customer has a known problem."}
      </EmptyState>
    );
  }
  const { toDo, waiting, snoozed } = byActing(tellChangesOnce(alerts));
  return (
    <div className="space-y-6">
      <Group label="Open alerts" alerts={toDo} isCut={isCut} />
      {waiting.length > 0 && (
        <section aria-labelledby="waiting">
          <h2 id="waiting" className="font-semibold">
            {WAITING.title}
          </h2>
          <p className="mb-2 text-ink-soft">{WAITING.meaning}</p>
          <Group label={WAITING.title} alerts={waiting} isCut={isCut} />
        </section>
      )}
      <Group label={SNOOZED.title} alerts={snoozed} isCut={isCut} />
    </div>
  );
}

function Group(props: { label: string; alerts: readonly AlertView[]; isCut: boolean }) {
  const { label, alerts, isCut } = props;
  if (alerts.length === 0) return null;
  return (
    <ul aria-label={label} className="divide-y divide-line rounded-lg border border-line bg-surface px-4">
      {groupEqual(alerts).map(({ first, others }) => (
        <AlertLine key={first.id} alert={first} others={others} isCut={isCut} />
      ))}
    </ul>
  );
}
