import Link from "next/link";
import { Card } from "@/components/card";
import { formatNumber } from "@/components/format-number";
import type { FlowHour } from "@/lib/customers/overview-view";

type Name = Exclude<keyof FlowHour, "hour">;

/** The last 24 hours in numbers: what became of the events, and the adds and removes Braze accepted. */
export function DayFlow({ customerId, flow }: { customerId: string; flow: readonly FlowHour[] }) {
  const sum = (name: Name) => flow.reduce((total, hour) => total + hour[name], 0);
  const quarantined = sum("quarantined");
  return (
    <Card
      title="Last 24 hours"
      description="Events by the hour they were received, members by the hour Braze accepted them."
    >
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-4 lg:grid-cols-7">
        <Figure name="Accepted" value={sum("accepted")} />
        <Figure name="Forwarded" value={sum("forwarded")} />
        <Figure name="Filtered" value={sum("filtered")} />
        <Figure name="Duplicate" value={sum("duplicate")} />
        <Figure
          name="Quarantined"
          value={quarantined}
          href={quarantined > 0 ? `/customers/${customerId}/events?outcome=quarantined` : undefined}
        />
        <Figure name="Adds sent" value={sum("adds")} />
        <Figure name="Removes sent" value={sum("removes")} />
      </dl>
    </Card>
  );
}

function Figure({ name, value, href }: { name: string; value: number; href?: string }) {
  const words = formatNumber(value);
  return (
    <div className="min-w-0">
      <dt className="text-xs text-ink-soft">{name}</dt>
      <dd className="mt-0.5 text-lg font-semibold tabular-nums">
        {href ? (
          <Link href={href} className="text-bad underline decoration-1 underline-offset-2">
            {words}
          </Link>
        ) : (
          words
        )}
      </dd>
    </div>
  );
}
