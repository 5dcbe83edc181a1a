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
      <Table label="Customers" className="table-fixed md:table-auto xl:table-fixed">
        <thead>
          <tr>
            <SortHeader {...sorting} sort="name" className="xl:w-[17%]">
              Customer
            </SortHeader>
            <Th className="hidden xl:table-cell xl:w-[9%]">Owner</Th>
            <Th className="hidden md:table-cell xl:w-[8.5rem]">State</Th>
            <SortHeader {...sorting} sort="health" className="md:w-[36%] xl:w-auto">
              Health
            </SortHeader>
            <SortHeader
              {...sorting}
              sort="lastEvent"
              first="desc"
              className="hidden md:table-cell xl:w-[6.5rem]"
            >
              Last event
            </SortHeader>
            <Th className="hidden xl:table-cell xl:w-[14.5rem]">To Heap and to Braze, last 7 days</Th>
            <Th isNumber className="hidden md:table-cell xl:w-[5.5rem]">
              Segments
            </Th>
            <SortHeader
              {...sorting}
              sort="owed"
              first="desc"
              isNumber
              className="hidden md:table-cell xl:w-[5.5rem]"
            >
              To sync
            </SortHeader>
            <SortHeader
              {...sorting}
              sort="pending"
              first="desc"
              isNumber
              className="hidden md:table-cell xl:w-[5.5rem]"
            >
              Pending
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
