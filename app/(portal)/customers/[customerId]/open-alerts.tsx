import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { Card } from "@/components/card";
import { TimeAgo } from "@/components/time-ago";
import type { OpenAlertView } from "@/lib/customers/overview-view";
import { counted } from "./flow-state";

/** A customer's open problems, most urgent first, each with what to do. Nothing while there are none. */
export function OpenAlerts({ customerId, alerts }: { customerId: string; alerts: readonly OpenAlertView[] }) {
  if (alerts.length === 0) return null;
  return (
    <Card title={counted(alerts.length, "open alert")}>
      <ul className="-my-3 divide-y divide-line">
        {alerts.map((alert) => (
          <li key={alert.id} className="flex gap-3 py-3">
            <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-wait" />
            <div className="min-w-0 flex-1">
              <p className="font-medium [overflow-wrap:anywhere]">{alert.message}</p>
              <p className="text-ink-soft [overflow-wrap:anywhere]">{alert.nextAction}</p>
              <p className="mt-1 flex flex-wrap gap-x-3 text-xs text-ink-soft">
                <span>
                  Open since <TimeAgo value={alert.openedAt} />
                </span>
                <Link href={placeOf(customerId, alert)} className="font-medium text-accent hover:underline">
                  {alert.segmentId ? "Open Segments" : "Open Setup"}
                </Link>
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function placeOf(customerId: string, { segmentId }: OpenAlertView): string {
  return `/customers/${customerId}/${segmentId ? "segments" : "setup"}`;
}
