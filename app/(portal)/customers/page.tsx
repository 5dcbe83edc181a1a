import type { Metadata } from "next";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { readFilters, type SearchParams } from "@/components/data/url-filters";
import { FirstPaint } from "@/components/ui/first-paint";
import { customerListInput } from "@/lib/insight/customer-list/customer-list-input";
import { listCustomers } from "@/lib/insight/customer-list/list-customers";
import { listOwners } from "@/lib/team/owners/list-owners";
import { CUSTOMER_FILTERS, customerList } from "../reads";
import { CustomerList } from "./customer-list";

export const metadata: Metadata = { title: "Customers" };

/** All customers, filtered and sorted as in the URL. */
export default async function CustomersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = { actor: await requirePageActor() };
  const read = customerList({}, readFilters(CUSTOMER_FILTERS, await searchParams));
  const wish = customerListInput.safeParse(read.query());

  // The API answers a manipulated address: the screen says what it refuses.
  const [owners, firstPage] = await Promise.all([
    listOwners(ctx),
    wish.success ? listCustomers(ctx, wish.data) : null,
  ]);
  return (
    <FirstPaint reads={[firstPage && read.paint(firstPage)]}>
      <CustomerList owners={owners} />
    </FirstPaint>
  );
}
