"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Plus, SearchX, Waypoints } from "lucide-react";
import { useCan } from "@/components/data/use-actor";
import { useUrlFilters } from "@/components/data/use-url-filters";
import { Button, ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { FailedState } from "@/components/ui/failed-state";
import { LiveState } from "@/components/ui/live-state";
import { LoadMore } from "@/components/ui/load-more";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Updating } from "@/components/ui/updating";
import { counted } from "@/lib/kernel/words";
import type { OwnerView } from "@/lib/team/owners/list-owners";
import { CUSTOMER_FILTERS, customerList } from "../reads";
import { CustomerTable } from "./customer-table";
import { FilterBar } from "./filter-bar";

/** How often the list is read again while someone looks at it. */
const POLL_INTERVAL_MS = 5_000;

/** The customers that match the URL's filters, live. */
export function CustomerList({ owners }: { owners: readonly OwnerView[] }) {
  const [filters, setFilters] = useUrlFilters(CUSTOMER_FILTERS);
  const canChange = useCan("csm");
  const customers = useInfiniteQuery({
    ...customerList({}, filters).options,
    placeholderData: keepPreviousData,
    refetchInterval: POLL_INTERVAL_MS,
  });

  const { sort: _sort, dir: _dir, ...picking } = filters;
  const isFiltered = Object.values(picking).some((value) => value !== "");
  const clear = () => setFilters({ q: "", ownerId: "", state: "", health: "" });
  // A customer may move to a later page while someone pages on: it is shown once.
  const total = customers.data?.pages.at(-1)?.total;
  const rows = [
    ...new Map(
      customers.data?.pages.flatMap((page) => page.items).map((customer) => [customer.id, customer]),
    ).values(),
  ];
  return (
    <>
      <PageHeader
        title="Customers"
        live={customers.isPlaceholderData ? <Updating /> : <LiveState query={customers} />}
        actions={
          <>
            {total !== undefined && (
              <p className="text-xs text-ink-soft tabular-nums">{counted(total, "customer")}</p>
            )}
            {canChange && (
              <ButtonLink href="/customers/new" tone="primary" icon={Plus}>
                New customer
              </ButtonLink>
            )}
          </>
        }
      />
      <FilterBar
        filters={filters}
        owners={owners}
        onChange={setFilters}
        onClear={isFiltered ? clear : undefined}
      />
      {customers.isPending ? (
        <SkeletonRows rows={8} label="Loading customers" />
      ) : customers.data === undefined ? (
        <FailedState error={customers.error} onRetry={() => customers.refetch()} />
      ) : rows.length === 0 ? (
        <NoCustomers onClear={isFiltered ? clear : undefined} />
      ) : (
        <>
          <CustomerTable
            customers={rows}
            filters={filters}
            onChange={setFilters}
            isOutdated={customers.isPlaceholderData}
          />
          <LoadMore query={customers} />
        </>
      )}
    </>
  );
}

/** Why the list is empty: nothing matches the filters (which `onClear` removes), or there are no customers yet. */
function NoCustomers({ onClear }: { onClear?: () => void }) {
  const canChange = useCan("csm");
  if (onClear) {
    return (
      <EmptyState
        icon={SearchX}
        title="No customers match these filters"
        action={<Button onClick={onClear}>Clear filters</Button>}
      >
        Archived customers show only when you filter by that state.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={Waypoints}
      title="No customers yet"
      action={
        canChange && (
          <ButtonLink href="/customers/new" tone="primary">
            Onboard your first customer
          </ButtonLink>
        )
      }
    >
      {canChange
        ? "Fill in a form and get two URLs to hand over. It takes about five minutes."
        : "Customers appear here as soon as a CSM adds one."}
    </EmptyState>
  );
}
