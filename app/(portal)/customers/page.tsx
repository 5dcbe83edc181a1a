import type { Metadata } from "next";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { FirstPaint } from "@/components/ui/first-paint";
import { customerListInput } from "@/lib/insight/customer-list/customer-list-input";
import { listCustomers } from "@/lib/insight/customer-list/list-customers";
import { listOwners } from "@/lib/team/owners/list-owners";
import { CustomerList } from "./customer-list";
import { type CustomerFilters, FILTER_NAMES, PAGE_SIZE } from "./filters";

export const metadata: Metadata = { title: "Customers" };

type Params = Record<string, string | string[] | undefined>;

/** All customers, picked and sorted as the URL says. */
export default async function CustomersPage({ searchParams }: { searchParams: Promise<Params> }) {
  const ctx = { actor: await requirePageActor() };
  const filters = readFilters(await searchParams);
  const wish = customerListInput.safeParse({
    ...Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== "")),
    limit: PAGE_SIZE,
  });

  // An address that was tampered with is answered by the API: the screen says what it refuses.
  const [owners, firstPage] = await Promise.all([
    listOwners(ctx),
    wish.success ? listCustomers(ctx, wish.data) : null,
  ]);
  return (
    <FirstPaint pages={firstPage ? [[["customers", filters], firstPage]] : []}>
      <CustomerList owners={owners} />
    </FirstPaint>
  );
}

function readFilters(params: Params): CustomerFilters {
  const values = FILTER_NAMES.map((name) => {
    const value = params[name];
    return [name, (Array.isArray(value) ? value[0] : value) ?? ""];
  });
  return Object.fromEntries(values);
}
