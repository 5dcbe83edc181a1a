import Link from "next/link";
import { ChangesBefore } from "@/components/changes/changes-before";
import { DateTime } from "@/components/format/time-ago";
import { Told } from "@/components/format/told";
import type { OwnAlertView } from "@/lib/insight/alerts/alert-view";
import { AlertFacts } from "./alert-facts";

/** An alert that is over: what it was, from when to when, and how it ended. */
export function EndedAlert(props: {
  alert: OwnAlertView;
  customerId: string;
  /** Named where alerts of several customers are listed. */
  customer?: { id: string; name: string };
}) {
  const { alert, customerId, customer } = props;
  return (
    <li className="py-2.5 [overflow-wrap:anywhere]">
      <p className={customer && "font-medium"}>
        <Told text={alert.message} />
      </p>
      {alert.dismissedBy !== null && (
        <p>
          <span className="font-medium">Dismissed by {alert.dismissedBy}:</span> {alert.dismissedReason}
        </p>
      )}
      <p className="text-xs text-ink-soft">
        {customer && (
          <>
            <Link
              href={`/customers/${customer.id}`}
              className="tappable inline-block font-medium text-ink hover:underline"
            >
              {customer.name}
            </Link>{" "}
            ·{" "}
          </>
        )}
        <DateTime value={alert.openedAt} /> to <DateTime value={alert.resolvedAt ?? alert.openedAt} />
        {alert.dismissedBy === null && " · resolved"}
      </p>
      <AlertFacts alert={alert} customerId={customerId} />
      <ChangesBefore changes={alert.changesBefore} isOver />
    </li>
  );
}
