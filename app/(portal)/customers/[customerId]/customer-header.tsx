"use client";

import { ListChecks, Rocket, UserRound } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useCan } from "@/components/data/use-actor";
import { useChecks } from "@/components/data/use-checks";
import { Told } from "@/components/format/told";
import { ButtonLink } from "@/components/ui/button";
import { CustomerStatePill, HealthPill } from "@/components/ui/state-pills";
import { counted } from "@/lib/kernel/words";
import { useCustomer, useOverview } from "./(overview)/use-overview";

/** The customer's name, how it is doing and why; on all its pages. */
export function CustomerHeader({ customerId }: { customerId: string }) {
  const { data: customer } = useCustomer(customerId);
  const { data: overview } = useOverview(customerId);
  const canChange = useCan("csm");
  const path = usePathname();
  if (!customer) return null;

  const onboarding = `/customers/${customerId}/onboarding`;
  const alerts = overview?.alerts ?? [];
  const questions = alerts.filter(({ harm }) => harm === "asks");
  // The overview begins with the open alerts, which say the same; elsewhere that there is a question is enough.
  const isOverview = path === `/customers/${customerId}`;
  const reason = (isOverview ? alerts : questions)
    .reduce((words, { message }) => words.replace(message, ""), overview?.healthReason ?? "")
    .replace(/^ · /, "");
  const isArchived = customer.state === "archived";
  return (
    <header className="mb-4">
      <nav aria-label="Breadcrumb" className="mb-1.5 text-xs text-ink-soft">
        <ol className="flex min-w-0 items-center gap-1.5">
          <li>
            <Link href="/customers" className="block py-1 hover:text-ink hover:underline">
              Customers
            </Link>
          </li>
          <li aria-hidden="true">/</li>
          <li aria-current="page" className="min-w-0 truncate" title={customer.name}>
            {customer.name}
          </li>
        </ol>
      </nav>
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-72">
          <p
            className="line-clamp-2 text-xl font-semibold tracking-tight [overflow-wrap:anywhere]"
            title={customer.name}
          >
            {customer.name}
          </p>
          <div className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1.5">
            <CustomerStatePill state={overview?.state ?? customer.state} />
            {overview && !isArchived && (
              <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
                <HealthPill health={overview.health} />
                {!isOverview && overview.health === "healthy" && questions.length > 0 && (
                  <Link
                    href={`/customers/${customerId}`}
                    className="tappable inline-block text-accent hover:underline"
                  >
                    {counted(questions.length, "question")}
                  </Link>
                )}
                {reason && (
                  <span className="min-w-0 text-ink-soft [overflow-wrap:anywhere]">
                    <Told text={reason} />
                  </span>
                )}
              </span>
            )}
            <span className="flex min-w-0 items-center gap-1.5 text-ink-soft">
              <UserRound aria-hidden="true" className="size-3.5 shrink-0" />
              <span className="sr-only">Owner: </span>
              <span className="truncate">{customer.owner?.name ?? "No owner"}</span>
            </span>
          </div>
        </div>
        {customer.state === "onboarding" && canChange && path !== onboarding && (
          <OnboardingLink customerId={customerId} />
        )}
      </div>
      {isArchived && (
        <p className="mt-3 rounded-md bg-raised px-3 py-2 text-ink-soft">
          This customer is archived: its endpoints return 404 and nothing flows. Its records stay readable.{" "}
          {canChange && (
            <Link href={`/customers/${customerId}/setup`} className="font-medium text-accent underline">
              Restore it in Setup
            </Link>
          )}
        </p>
      )}
    </header>
  );
}

/** Back to the steps of onboarding; when every hop is proven, to its end. */
function OnboardingLink({ customerId }: { customerId: string }) {
  const isAllProven = useChecks(customerId).data?.isAllProven;
  const onboarding = `/customers/${customerId}/onboarding`;
  return isAllProven ? (
    <ButtonLink href={`${onboarding}?step=connect`} icon={Rocket} tone="primary">
      Go live
    </ButtonLink>
  ) : (
    <ButtonLink href={onboarding} icon={ListChecks} tone="primary">
      Continue onboarding
    </ButtonLink>
  );
}
