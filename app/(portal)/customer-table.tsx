"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { readApi } from "@/components/call-api";
import type { Page } from "@/lib/api/keyset";
import type { CustomerView } from "@/lib/customers/customer-view";
import { CustomerRow } from "./customer-row";
import { EmptyState } from "./empty-state";
import { LiveState } from "./live-state";

/** How often the counts are read again while the page is looked at. */
const POLL_INTERVAL_MS = 2_000;

const PAGE_SIZE = 50;

/** The customers and their books: first as the server knew them, then read again through the API. */
export function CustomerTable({ firstPage }: { firstPage: Page<CustomerView> }) {
  const customers = useInfiniteQuery({
    queryKey: ["customers"],
    queryFn: ({ pageParam, signal }) =>
      readApi<Page<CustomerView>>(
        `/customers?limit=${PAGE_SIZE}${pageParam && `&cursor=${pageParam}`}`,
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
    initialData: { pages: [firstPage], pageParams: [""] },
    refetchInterval: POLL_INTERVAL_MS,
  });
  const rows = customers.data.pages.flatMap((page) => page.items);

  return (
    <>
      <div className="mb-4 flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h1 className="text-lg font-semibold tracking-tight">Customers</h1>
        <LiveState error={customers.error} />
      </div>
      {rows.length === 0 ? (
        <EmptyState />
      ) : (
        <div className="overflow-hidden rounded-lg border border-line bg-surface">
          <table className="block w-full lg:table">
            <caption className="sr-only">
              Customers with their events from Braze to Heap and their members from Heap to Braze
            </caption>
            <TableHead />
            <tbody className="block lg:table-row-group">
              {rows.map((customer) => (
                <CustomerRow key={customer.id} customer={customer} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {customers.hasNextPage && (
        <button
          type="button"
          disabled={customers.isFetchingNextPage}
          onClick={() => customers.fetchNextPage()}
          className="mt-4 rounded-md border border-line bg-surface px-3 py-1.5 font-medium hover:bg-raised disabled:opacity-60"
        >
          {customers.isFetchingNextPage ? "Loading more …" : "Show more"}
        </button>
      )}
    </>
  );
}

function TableHead() {
  const number = "px-3 py-2 text-right font-medium";
  return (
    <thead className="sr-only text-xs text-ink-soft lg:not-sr-only lg:table-header-group">
      <tr className="border-b border-line">
        <td />
        <th
          scope="colgroup"
          colSpan={7}
          className="border-l border-line px-3 pt-2 pb-1 text-left font-medium"
        >
          Events, Braze to Heap
        </th>
        <th
          scope="colgroup"
          colSpan={4}
          className="border-l border-line px-3 pt-2 pb-1 text-left font-medium"
        >
          Members, Heap to Braze
        </th>
      </tr>
      <tr className="border-b border-line">
        <th scope="col" className="px-4 py-2 text-left font-medium">
          Customer
        </th>
        <th scope="col" className={`border-l border-line ${number}`}>
          Accepted
        </th>
        {["Pending", "Forwarded", "Filtered", "Duplicate", "Quarantined"].map((name) => (
          <th key={name} scope="col" className={number}>
            {name}
          </th>
        ))}
        <th scope="col" className="px-3 py-2 text-left font-medium">
          Books
        </th>
        <th scope="col" className={`border-l border-line ${number}`}>
          Segments
        </th>
        {["Wanted", "Sent", "Owed"].map((name) => (
          <th key={name} scope="col" className={number}>
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}
