import { Card } from "@/components/ui/card";
import { FlowChart } from "@/components/ui/flow-chart";
import type { FlowHour } from "@/lib/insight/dashboard/dashboard-view";

const EVENTS = [
  { key: "accepted", label: "Accepted", color: "var(--accent)" },
  { key: "forwarded", label: "Forwarded", color: "var(--good)" },
  { key: "quarantined", label: "Quarantined", color: "var(--bad)" },
];

const MEMBERS = [
  { key: "adds", label: "Adds sent", color: "var(--accent)" },
  { key: "removes", label: "Removes sent", color: "var(--wait)" },
];

/** Both flows over the last 24 hours. */
export function FlowCharts({ flow }: { flow: readonly FlowHour[] }) {
  const points = flow.map(({ hour, ...numbers }) => ({ at: hour, ...numbers }));
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Card title="Events, Braze to Heap" description="Last 24 hours, by the hour they were received">
        <FlowChart label="Events of the last 24 hours, by hour" points={points} series={EVENTS} />
      </Card>
      <Card title="Members, Heap to Braze" description="Last 24 hours, by the hour Braze accepted them">
        <FlowChart label="Members of the last 24 hours, by hour" points={points} series={MEMBERS} />
      </Card>
    </div>
  );
}
