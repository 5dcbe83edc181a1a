import { OctagonAlert, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { NewTypes } from "@/app/(portal)/customers/[customerId]/new-types";
import { TimeAgo } from "@/components/format/time-ago";
import { Card } from "@/components/ui/card";
import type { OpenAlertView } from "@/lib/insight/overview/overview-view";
import { counted } from "@/lib/kernel/words";

/** A customer's open problems, most urgent first, each with what to do. Empty while there are none. */
export function OpenAlerts(props: { customerId: string; alerts: readonly OpenAlertView[] }) {
  const { customerId, alerts } = props;
  if (alerts.length === 0) return null;
  return (
    <Card title={counted(alerts.length, "open alert")}>
      <ul aria-label="Open alerts" className="-my-3 divide-y divide-line">
        {alerts.map((alert) => (
          <OpenAlert key={alert.id} customerId={customerId} alert={alert} />
        ))}
      </ul>
    </Card>
  );
}

function OpenAlert({ customerId, alert }: { customerId: string; alert: OpenAlertView }) {
  const Icon = alert.isStopping ? OctagonAlert : TriangleAlert;
  return (
    <li className="flex gap-3 py-3">
      <Icon
        aria-label={alert.isStopping ? "Stops a flow" : "Needs a look"}
        role="img"
        className={`mt-0.5 size-4 shrink-0 ${alert.isStopping ? "text-bad" : "text-wait"}`}
      />
      <div className="min-w-0 flex-1 space-y-0.5 [overflow-wrap:anywhere]">
        <p className="font-medium">{alert.message}</p>
        {alert.cause && <p className="text-ink-soft">{alert.cause}</p>}
        {alert.sample && <p className="text-ink-soft">{alert.sample}</p>}
        <p>{alert.nextAction}</p>
        {alert.kind === "new_event_types" && alert.sourceId && (
          <div className="py-1.5">
            <NewTypes customerId={customerId} sourceId={alert.sourceId} isUndecidedOnly />
          </div>
        )}
        <p className="flex flex-wrap gap-x-3 pt-0.5 text-xs text-ink-soft">
          <span>
            Opened <TimeAgo value={alert.openedAt} />
          </span>
          <Link href={alert.place.path} className="font-medium text-accent hover:underline">
            {alert.place.label}
          </Link>
        </p>
      </div>
    </li>
  );
}
