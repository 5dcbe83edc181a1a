import Link from "next/link";
import { Card } from "@/components/ui/card";
import { FlowChart } from "@/components/ui/flow-chart";
import type { FlowHour } from "@/lib/insight/overview/overview-view";
import { counted } from "./flow-state";

const EVENTS = [
  { key: "accepted", label: "Accepted", color: "var(--accent)" },
  { key: "forwarded", label: "Forwarded", color: "var(--good)" },
  { key: "quarantined", label: "Quarantined", color: "var(--bad)" },
];

const MEMBERS = [
  { key: "adds", label: "Adds sent", color: "var(--accent)" },
  { key: "removes", label: "Removes sent", color: "var(--wait)" },
];

/** The last 24 hours: the outcomes of events, and the adds and removes that Braze accepted. */
export function DayFlow({ customerId, flow }: { customerId: string; flow: readonly FlowHour[] }) {
  const points = flow.map(({ hour, ...numbers }) => ({ at: hour, ...numbers }));
  const sum = (name: Exclude<keyof FlowHour, "hour">) => flow.reduce((total, hour) => total + hour[name], 0);
  const quarantined = sum("quarantined");
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Card title="Events, last 24 hours" description="By the hour they were received in">
        <FlowChart label="Events by hour" points={points} series={EVENTS} />
        <p className="mt-3 text-xs text-ink-soft">
          Besides, {counted(sum("filtered"), "event")} filtered and {counted(sum("duplicate"), "duplicate")}.{" "}
          {quarantined > 0 && (
            <Link
              href={`/customers/${customerId}/events?outcome=quarantined`}
              className="font-medium text-accent hover:underline"
            >
              See what was quarantined
            </Link>
          )}
        </p>
      </Card>
      <Card title="Members, last 24 hours" description="By the hour Braze accepted them in">
        <FlowChart label="Adds and removes by hour" points={points} series={MEMBERS} />
      </Card>
    </div>
  );
}
