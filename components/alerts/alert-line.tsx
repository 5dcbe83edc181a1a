import Link from "next/link";
import { ChangesBefore } from "@/components/changes/changes-before";
import { TimeAgo } from "@/components/format/time-ago";
import { Told } from "@/components/format/told";
import { ButtonLink } from "@/components/ui/button";
import type { AlertView } from "@/lib/insight/alerts/alert-view";
import { AlertFacts } from "./alert-facts";
import { AlertMenu } from "./alert-menu";
import { ELSEWHERE } from "./by-acting";
import { HarmMark } from "./harm-mark";
import { MoreLikeThis } from "./more-like-this";
import { PauseFirst } from "./pause-first";

/**
 * An open alert: whose it is, what happened, and what to do where. A button only where the portal can do it. Others that are
 * alike are folded below it; of a list that was cut, there may be more of them.
 */
export function AlertLine(props: { alert: AlertView; others?: readonly AlertView[]; isCut?: boolean }) {
  const { alert, others = [], isCut } = props;
  const { customer, place, acting } = alert;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 py-3">
      <div className="flex min-w-0 flex-1 basis-full gap-3 xl:basis-72">
        <HarmMark harm={alert.harm} />
        <div className="min-w-0 flex-1">
          <p className="text-xs text-ink-soft">
            <Link
              href={`/customers/${customer.id}`}
              className="tappable inline-block text-sm font-semibold text-ink [overflow-wrap:anywhere] hover:underline"
            >
              {customer.name}
            </Link>{" "}
            · opened <TimeAgo value={alert.openedAt} />
            {(acting === "heap" || acting === "braze") && ` · ${ELSEWHERE[acting]}`}
          </p>
          <p className="font-medium [overflow-wrap:anywhere]">
            <Told text={alert.message} />
          </p>
          {alert.cause && (
            <p className="text-ink-soft [overflow-wrap:anywhere]">
              <Told text={alert.cause} />
            </p>
          )}
          <p className="[overflow-wrap:anywhere]">{alert.nextAction}</p>
          <AlertFacts alert={alert} customerId={customer.id} />
          <ChangesBefore changes={alert.changesBefore} />
        </div>
      </div>
      <div className="ml-7 flex flex-wrap items-center gap-1 xl:ml-0">
        <PauseFirst customerId={customer.id} alert={alert} />
        {acting === "us" && (
          <ButtonLink href={place.path} size="small" aria-label={`${place.label}: ${customer.name}`}>
            {place.label}
          </ButtonLink>
        )}
        <AlertMenu customerId={customer.id} alert={alert} />
      </div>
      {others.length > 0 && (
        <MoreLikeThis count={others.length} isCut={isCut} customers={namesBeside(customer.id, others)}>
          <ul className="divide-y divide-line">
            {others.map((other) => (
              <AlertLine key={other.id} alert={other} />
            ))}
          </ul>
        </MoreLikeThis>
      )}
    </li>
  );
}

/** The customers of the others, each once, except the one named above. */
function namesBeside(customerId: string, others: readonly AlertView[]): string[] {
  const names = others
    .filter(({ customer }) => customer.id !== customerId)
    .map(({ customer }) => customer.name);
  return [...new Set(names)];
}
