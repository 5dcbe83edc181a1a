import { OctagonAlert, TriangleAlert } from "lucide-react";
import { ButtonLink } from "@/components/ui/button";
import type { DashboardView } from "@/lib/insight/dashboard/dashboard-view";

/** A customer with a problem that no alert reports. */
export function UnwellLine({ customer }: { customer: DashboardView["unwell"][number] }) {
  const isFailing = customer.health === "failing";
  const Icon = isFailing ? OctagonAlert : TriangleAlert;
  return (
    <li className="flex items-start gap-x-4 py-3 sm:items-center">
      <div className="flex min-w-0 flex-1 gap-3">
        <Icon
          aria-label={isFailing ? "Failing" : "Needs attention"}
          role="img"
          className={`mt-0.5 size-4 shrink-0 ${isFailing ? "text-bad" : "text-wait"}`}
        />
        <div className="min-w-0 sm:flex sm:flex-wrap sm:gap-x-3">
          <p className="font-medium [overflow-wrap:anywhere]">{customer.name}</p>
          <p className="text-ink-soft [overflow-wrap:anywhere]">{customer.healthReason}</p>
        </div>
      </div>
      <ButtonLink href={`/customers/${customer.id}`} size="small" aria-label={`Open ${customer.name}`}>
        Open
      </ButtonLink>
    </li>
  );
}
