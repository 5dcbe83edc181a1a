import { formatNumber } from "@/components/format/format-number";
import { Card } from "@/components/ui/card";
import { FlowChart } from "@/components/ui/flow-chart";
import type { FlowMarker } from "@/components/ui/flow-series";
import type { HistoryView } from "@/lib/insight/history/history-view";
import { compareCounts } from "./compare";
import { Figure } from "./figure";
import { QueuedNote } from "./queued-note";

/** No two that lie on each other differ by red and green alone. */
export const OUTCOMES = [
  { key: "forwarded", label: "Forwarded", color: "var(--accent)" },
  { key: "filtered", label: "Filtered", color: "var(--line-strong)" },
  { key: "duplicate", label: "Duplicate", color: "var(--line-strong)", isStriped: true },
  { key: "quarantined", label: "Quarantined", color: "var(--bad)" },
] as const;

type Outcomes = Record<(typeof OUTCOMES)[number]["key"], number>;

/** All events, whatever became of them. */
export function sumOutcomes(counts: Outcomes): number {
  return OUTCOMES.reduce((sum, { key }) => sum + counts[key], 0);
}

/**
 * The events of a range and what became of them, against the range before.
 * @param hrefOf where the events received between two times are listed
 */
export function EventHistory(props: {
  history: HistoryView;
  events: NonNullable<HistoryView["events"]>;
  /** What people changed, marked in the chart. */
  markers?: readonly FlowMarker[];
  hrefOf?: (from: string, to: string) => string;
}) {
  const { history, events, hrefOf, markers } = props;
  const points = events.buckets.map(({ start, ...counts }) => ({ at: start, ...counts }));
  const endOf = (at: string) => points[points.findIndex((point) => point.at === at) + 1]?.at ?? history.to;
  const all = sumOutcomes(events.total);
  return (
    <Card title="Events, Braze to Heap" description={`By the ${history.bucket} they were received`}>
      <div className="mb-4 flex flex-wrap gap-x-10 gap-y-3">
        <Figure
          name="Events"
          value={formatNumber(all)}
          note={compareCounts(all, sumOutcomes(events.before), history)}
        />
        <Figure
          name="Quarantined"
          value={formatNumber(events.total.quarantined)}
          note={compareCounts(events.total.quarantined, events.before.quarantined, history)}
        />
      </div>
      <QueuedNote queued={history.queued} />
      <FlowChart
        label={`Events by ${history.bucket}`}
        points={points}
        series={OUTCOMES}
        span={history.bucket}
        markers={markers}
        isStacked
        hrefOf={hrefOf && ((at) => hrefOf(at, endOf(at)))}
      />
    </Card>
  );
}
