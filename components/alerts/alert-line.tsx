import { OctagonAlert, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { TimeAgo } from "@/components/format/time-ago";
import { ButtonLink } from "@/components/ui/button";
import type { AlertView } from "@/lib/insight/alerts/alert-view";

/** An open alert: whose it is, what happened, and what to do where. */
export function AlertLine({ alert }: { alert: AlertView }) {
  const { customer, place } = alert;
  const Icon = alert.isStopping ? OctagonAlert : TriangleAlert;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 py-3">
      <div className="flex min-w-0 flex-1 basis-72 gap-3">
        <Icon
          aria-label={alert.isStopping ? "Stops a flow" : "Needs a look"}
          role="img"
          className={`mt-0.5 size-4 shrink-0 ${alert.isStopping ? "text-bad" : "text-wait"}`}
        />
        <div className="min-w-0">
          <p className="font-medium [overflow-wrap:anywhere]">{alert.message}</p>
          {alert.cause && <p className="text-ink-soft [overflow-wrap:anywhere]">{alert.cause}</p>}
          <p className="[overflow-wrap:anywhere]">{alert.nextAction}</p>
          <p className="mt-1 text-xs text-ink-soft">
            <Link
              href={`/customers/${customer.id}`}
              className="font-medium text-ink [overflow-wrap:anywhere] hover:underline"
            >
              {customer.name}
            </Link>{" "}
            · opened <TimeAgo value={alert.openedAt} />
          </p>
        </div>
      </div>
      <ButtonLink
        href={place.path}
        size="small"
        className="ml-7 sm:ml-0"
        aria-label={`${place.label} of ${customer.name}`}
      >
        {place.label}
      </ButtonLink>
    </li>
  );
}
