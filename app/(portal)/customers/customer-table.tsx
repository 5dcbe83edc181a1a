"use client";

import { Table, Th } from "@/components/ui/table";
import type { CustomerListItem } from "@/lib/insight/customer-list/customer-list-item";
import type { CustomerFilters } from "../reads";
import { CustomerRow } from "./customer-row";
import { SortHeader } from "./sort-header";

/** The customers, one per row; a narrow screen keeps the name and the health and puts the rest under the name. */
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
      <Table label="Customers" className="table-fixed md:table-auto">
        <thead>
          <tr>
            <SortHeader {...sorting} sort="name">
              Customer
            </SortHeader>
            <Th className="hidden md:table-cell">State</Th>
            <SortHeader {...sorting} sort="health" className="md:w-[36%] xl:w-[24%]">
              Health
            </SortHeader>
            <SortHeader {...sorting} sort="lastEvent" first="desc" className="hidden md:table-cell">
              Last event
            </SortHeader>
            <Th className="hidden xl:table-cell">Last 7 days</Th>
            <Th isNumber className="hidden md:table-cell">
              Segments
            </Th>
            <SortHeader {...sorting} sort="owed" first="desc" isNumber className="hidden md:table-cell">
              To sync
            </SortHeader>
            <SortHeader {...sorting} sort="pending" first="desc" isNumber className="hidden md:table-cell">
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
