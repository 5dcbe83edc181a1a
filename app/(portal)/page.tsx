import { requirePageActor } from "@/app/api/auth/page-actor";
import { listCustomers } from "@/lib/customers/list";
import { CustomerTable } from "./customer-table";

export const dynamic = "force-dynamic";

/** Customers with their live counts. */
export default async function CustomersPage() {
  const actor = await requirePageActor();
  const firstPage = await listCustomers({ actor }, { limit: 50 });
  return <CustomerTable firstPage={firstPage} />;
}
