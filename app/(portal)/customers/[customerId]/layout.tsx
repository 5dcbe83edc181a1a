import type { ReactNode } from "react";
import { orNotFound } from "@/app/(portal)/found";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { CustomerStatePill } from "@/components/state-pills";
import { showCustomer } from "@/lib/customers/show";
import { CustomerTabs } from "./customer-tabs";

interface Props {
  params: Promise<{ customerId: string }>;
  children: ReactNode;
}

export default async function CustomerLayout({ params, children }: Props) {
  const { customerId } = await params;
  const actor = await requirePageActor();
  const customer = await orNotFound(showCustomer({ actor }, { customerId }));
  return (
    <>
      <div className="mb-1 flex flex-wrap items-center gap-2">
        <p className="text-lg font-semibold tracking-tight [overflow-wrap:anywhere]">{customer.name}</p>
        <CustomerStatePill state={customer.state} />
      </div>
      <CustomerTabs customerId={customerId} />
      {children}
    </>
  );
}
