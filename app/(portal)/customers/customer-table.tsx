"use client";

import { Table, Th } from "@/components/ui/table";
import type { CustomerListItem } from "@/lib/insight/customer-list/customer-list-item";
import type { CustomerFilters } from "../reads";
import { CustomerRow } from "./customer-row";
import { SortHeader } from "./sort-header";

/**
 * The customers, one per row. On a wide screen a row is one line, so that 25 fit on a laptop; a narrow screen keeps the
 * name and the health and puts the rest under them.
 */
export function CustomerTable(props: {
  customers: readonly CustomerListItem[];
  filters: CustomerFilters;
  onChange: (change: Partial<CustomerFilters>) => void;
  /** Shown until the data for the new filters arrives. */
  isOutdated: boolean;
}) {
  const { customers, filters, onChange, isOutdated } = props;
  const sorting = { sorted: filters, onChange };
  return (
    <div aria-busy={isOutdated}>
      <Table label="Customers" keepsHeader className="table-fixed md:table-auto xl:table-fixed">
        <thead>
          <tr>
            <SortHeader {...sorting} sort="name" className="xl:w-[13%]">
              Customer
            </SortHeader>
            <Th className="hidden xl:table-cell xl:w-[5.25rem] xl:px-2">Owner</Th>
            <Th className="hidden xl:table-cell xl:w-[6.9rem] xl:px-2">State</Th>
            <SortHeader {...sorting} sort="health" className="md:w-[30%] xl:w-auto xl:px-2">
              Health
            </SortHeader>
            <SortHeader
              {...sorting}
              sort="lastEvent"
              first="desc"
              className="hidden md:table-cell xl:w-[6.1rem] xl:px-2"
            >
              Last event
            </SortHeader>
            <Th className="hidden xl:table-cell xl:w-[13.25rem] xl:px-2">To Heap, to Braze, last 7 days</Th>
            <Th isNumber className="hidden xl:table-cell xl:w-[4.5rem] xl:px-2">
              Segments
            </Th>
            <SortHeader
              {...sorting}
              sort="owed"
              first="desc"
              isNumber
              className="hidden md:table-cell xl:w-[4.9rem] xl:px-2"
            >
              To sync
            </SortHeader>
            <SortHeader
              {...sorting}
              sort="pending"
              first="desc"
              isNumber
              className="hidden md:table-cell xl:w-[5.6rem] xl:px-2"
            >
              Queued
            </SortHeader>
          </tr>
        </thead>
        <tbody>
          {customers.map((customer) => (
            <CustomerRow key={customer.id} customer={customer} />
          ))}
        </tbody>
      </Table>
    </div>
  );
}
