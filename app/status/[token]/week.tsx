import { Card } from "@/components/ui/card";
import { FlowChart } from "@/components/ui/flow-chart";
import type { StatusView } from "@/lib/insight/status/status-view";

const EVENTS = [{ key: "events", label: "Events to Heap", color: "var(--accent)" }];
const MEMBERS = [{ key: "members", label: "Members added or removed", color: "var(--good)" }];

/** What moved on each of the last seven days, in the directions that are set up. */
export function Week({ view: { week, sources, destinations } }: { view: StatusView }) {
  const points = week.map(({ day, events, members }) => ({ at: day, events, members }));
  return (
    <div className="grid gap-4 empty:hidden md:grid-cols-2 print:hidden">
      {sources.length > 0 && (
        <Card title="Events, last 7 days" description="By the day they were received (UTC)">
          <FlowChart label="Events by day" points={points} series={EVENTS} span="day" />
        </Card>
      )}
      {destinations.length > 0 && (
        <Card title="Segments, last 7 days" description="Changes that Braze accepted, by day (UTC)">
          <FlowChart label="Members added or removed by day" points={points} series={MEMBERS} span="day" />
        </Card>
      )}
    </div>
  );
}
