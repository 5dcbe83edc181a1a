import { CircleCheck, OctagonAlert, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { AlertLine } from "@/components/alerts/alert-line";
import { byActing, WAITING } from "@/components/alerts/by-acting";
import { groupEqual } from "@/components/alerts/group-equal";
import { tellChangesOnce } from "@/components/alerts/tell-changes-once";
import { toQuery } from "@/components/data/url-filters";
import { Told } from "@/components/format/told";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import type { DashboardView } from "@/lib/insight/dashboard/dashboard-view";
import { counted } from "@/lib/kernel/words";
import { listHref } from "./list-href";

const LINK = "tappable inline-block font-medium text-accent hover:underline";

/**
 * What a person must look at, what does most harm first, each with what to do; then what only Heap or Braze can end; or
 * that there is nothing.
 */
export function NeedsAttention({ view, isMine }: { view: DashboardView; isMine: boolean }) {
  const { alerts, openAlerts, unwell, unwellCustomers } = view;
  if (alerts.length === 0 && unwell.length === 0) {
    return (
      <Card title="What to do">
        <p className="flex items-center gap-2 text-ink-soft">
          <CircleCheck aria-hidden="true" className="size-4 text-good" />
          Nothing to do: no alerts are open, and no customer is failing.
        </p>
      </Card>
    );
  }

  const { toDo, waiting } = byActing(tellChangesOnce(alerts));
  const hiddenAlerts = openAlerts - alerts.length;
  const isCut = hiddenAlerts > 0;
  const hiddenCustomers = unwellCustomers - unwell.length;
  return (
    <Card title="What to do">
      {toDo.length + unwell.length > 0 && (
        <ul className="-my-3 divide-y divide-line">
          <AlertLines alerts={toDo.filter(isSevere)} isCut={isCut} />
          <UnwellLines customers={unwell} />
          <AlertLines alerts={toDo.filter((alert) => !isSevere(alert))} isCut={isCut} />
        </ul>
      )}
      {waiting.length > 0 && (
        <section
          aria-labelledby="waiting"
          className={toDo.length + unwell.length > 0 ? "mt-3 border-t border-line pt-4" : ""}
        >
          <h3 id="waiting" className="font-medium">
            {WAITING.title}
          </h3>
          <p className="text-ink-soft">{WAITING.meaning}</p>
          <ul className="-mb-3 divide-y divide-line">
            <AlertLines alerts={waiting} isCut={isCut} />
          </ul>
        </section>
      )}
      {(isCut || hiddenCustomers > 0) && (
        <p className="mt-4 flex flex-wrap gap-x-4 gap-y-1 border-t border-line pt-3">
          {isCut && (
            <Link href={`/alerts${toQuery({ owner: isMine ? "me" : "" })}`} className={LINK}>
              All {counted(openAlerts, "open alert")}
            </Link>
          )}
          {hiddenCustomers > 0 && (
            <Link href={listHref(isMine, { sort: "health" })} className={LINK}>
              {counted(hiddenCustomers, "more customer")}, most urgent first
            </Link>
          )}
        </p>
      )}
    </Card>
  );
}

/** Whether its customer fails because of it. */
function isSevere({ harm }: DashboardView["alerts"][number]): boolean {
  return harm !== "lacks" && harm !== "asks";
}

function AlertLines({ alerts, isCut }: { alerts: DashboardView["alerts"]; isCut: boolean }) {
  return groupEqual(alerts).map(({ first, others }) => (
    <AlertLine key={first.id} alert={first} others={others} isCut={isCut} />
  ));
}

function UnwellLines({ customers }: { customers: DashboardView["unwell"] }) {
  return customers.map((customer) => <UnwellLine key={customer.id} customer={customer} />);
}

/** A customer with a problem that no alert reports. */
function UnwellLine({ customer }: { customer: DashboardView["unwell"][number] }) {
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
          <p className="text-ink-soft [overflow-wrap:anywhere]">
            <Told text={customer.healthReason} />
          </p>
        </div>
      </div>
      <ButtonLink href={`/customers/${customer.id}`} size="small" aria-label={`Open ${customer.name}`}>
        Open
      </ButtonLink>
    </li>
  );
}
