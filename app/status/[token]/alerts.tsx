import { TimeAgo } from "@/components/format/time-ago";
import type { StatusAlert } from "@/lib/insight/status/status-view";

/** Open problems, most urgent first, each with what the customer can do. */
export function Alerts({ alerts }: { alerts: readonly StatusAlert[] }) {
  if (alerts.length === 0) return null;
  return (
    <section aria-labelledby="alerts">
      <h2 id="alerts" className="mb-2 font-semibold">
        What needs a look
      </h2>
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {alerts.map((alert) => (
          <li key={alert.id} className="break-inside-avoid px-4 py-3 [overflow-wrap:anywhere]">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4">
              <h3 className="font-medium">{alert.title}</h3>
              <p className="text-xs text-ink-soft">
                opened <TimeAgo value={alert.openedAt} />
              </p>
            </div>
            <p className="mt-0.5 text-ink-soft">{alert.meaning}</p>
            <p className="mt-1">
              <span className="font-medium">What you can do: </span>
              {alert.nextAction}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
