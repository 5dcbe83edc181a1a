import type { ReactNode } from "react";
import { orNotFound, readIds } from "@/app/(portal)/found";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { checksRead, customerRead } from "@/components/data/setup-reads";
import { FirstPaint } from "@/components/ui/first-paint";
import { showOverview } from "@/lib/insight/overview/show-overview";
import { listHops } from "@/lib/insight/proven-hops/list-hops";
import { reaches } from "@/lib/kernel/roles";
import { showCustomer } from "@/lib/setup/customers/show-customer";
import { CustomerHeader } from "./customer-header";
import { CustomerTabs } from "./customer-tabs";
import { overviewRead } from "./reads";

interface Props {
  params: Promise<{ customerId: string }>;
  children: ReactNode;
}

/** What all pages of a customer share: its name and how it is doing. */
export default async function CustomerLayout({ params, children }: Props) {
  const { customerId } = await readIds(params);

  const actor = await requirePageActor();
  const [customer, overview] = await orNotFound(
    Promise.all([showCustomer({ actor }, { customerId }), showOverview({ actor }, { customerId })]),
  );
  // The header leads to the step of onboarding that comes next.
  const isLed = customer.state === "onboarding" && reaches(actor.role, "csm");
  const checks = isLed ? await listHops({ actor }, { customerId }) : null;
  return (
    <FirstPaint
      reads={[
        customerRead({ customerId }).paint(customer),
        overviewRead({ customerId }).paint(overview),
        checks && checksRead({ customerId }).paint(checks),
      ]}
    >
      <CustomerHeader customerId={customerId} />
      <CustomerTabs customerId={customerId} />
      {children}
    </FirstPaint>
  );
}
