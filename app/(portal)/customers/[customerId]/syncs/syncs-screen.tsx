"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Archive, FlaskConical, RefreshCw, SearchX } from "lucide-react";
import { BUSY_MS, IDLE_MS, isActive } from "@/app/(portal)/customers/[customerId]/segments/use-segments";
import { urlOf } from "@/components/data/address";
import { useCan } from "@/components/data/use-actor";
import { useUrlFilters } from "@/components/data/use-url-filters";
import { isPruned } from "@/components/history/is-pruned";
import { Button, ButtonLink, DownloadLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { FailedState } from "@/components/ui/failed-state";
import { LiveState } from "@/components/ui/live-state";
import { LoadMore } from "@/components/ui/load-more";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { SYNC_FILTERS, syncList, toApiFilters } from "./reads";
import { SyncFilters } from "./sync-filters";
import { SyncTable } from "./sync-table";

const NO_FILTERS = { segmentId: "", q: "", state: "", trigger: "", from: "", to: "" };

/**
 * A customer's syncs, newest first and live.
 * @param keptDays how long a sync is stored
 */
export function SyncsScreen({ customerId, keptDays }: { customerId: string; keptDays: number }) {
  const [filters, setFilters] = useUrlFilters(SYNC_FILTERS);
  const query = useInfiniteQuery({
    ...syncList({ customerId }, filters).options,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some(isActive)) ? BUSY_MS : IDLE_MS,
  });
  const isCsm = useCan("csm");
  const syncs = query.data?.pages.flatMap((page) => page.items);
  const isFiltered = Object.values(filters).some((value) => value !== "");

  return (
    <>
      <PageHeader
        title="Syncs"
        description="Each run that sent a segment’s changes to Braze."
        live={<LiveState query={query} />}
        actions={
          <>
            {isCsm && (
              <DownloadLink
                size="small"
                href={urlOf(
                  "/api/v1/customers/[customerId]/syncs.csv",
                  { customerId },
                  toApiFilters(filters),
                )}
              >
                Download CSV
              </DownloadLink>
            )}
            <ButtonLink size="small" href={`/customers/${customerId}/syncs/dry-runs`} icon={FlaskConical}>
              Dry runs
            </ButtonLink>
          </>
        }
      />
      <SyncFilters filters={filters} segmentName={syncs?.[0]?.segmentName} onChange={setFilters} />
      {syncs === undefined ? (
        query.error ? (
          <FailedState error={query.error} onRetry={() => query.refetch()} />
        ) : (
          <SkeletonRows rows={8} label="Loading syncs" />
        )
      ) : syncs.length > 0 ? (
        <>
          <SyncTable syncs={syncs} isFolded={filters.state !== "failed"} />
          <LoadMore query={query} />
        </>
      ) : isPruned(filters.to, keptDays, Date.now()) ? (
        <EmptyState
          icon={Archive}
          title="These syncs are no longer stored"
          action={<Button onClick={() => setFilters(NO_FILTERS)}>Clear filters</Button>}
        >
          Syncs are kept for {keptDays} days, and this time is further back. Only counts remain: the history
          on the overview keeps them for two years.
        </EmptyState>
      ) : isFiltered ? (
        <EmptyState
          icon={SearchX}
          title="No syncs match these filters"
          action={<Button onClick={() => setFilters(NO_FILTERS)}>Clear filters</Button>}
        />
      ) : (
        <EmptyState icon={RefreshCw} title="No syncs yet">
          The first one runs when Heap sends a segment that is not off, or when you press Sync now on the
          Segments page.
        </EmptyState>
      )}
    </>
  );
}
