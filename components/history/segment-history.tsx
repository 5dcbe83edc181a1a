import { formatNumber } from "@/components/format/format-number";
import { Card } from "@/components/ui/card";
import { FlowChart } from "@/components/ui/flow-chart";
import type { FlowMarker } from "@/components/ui/flow-series";
import type { HistoryView } from "@/lib/insight/history/history-view";
import { compareCounts } from "./compare";
import { Figure } from "./figure";

/** What calls to Braze changed. */
export const CHANGES = [
  { key: "added", label: "Entered", color: "var(--accent)" },
  { key: "removed", label: "Left", color: "var(--line-strong)", isStriped: true },
  { key: "refused", label: "Refused", color: "var(--bad)" },
] as const;

/**
 * How large segments were at the end of each day or week, and who entered and left their cohorts.
 * @param of "all segments" or "the segment", for the descriptions
 * @param hrefOf where the syncs between two times are listed
 */
export function SegmentHistory(props: {
  history: HistoryView;
  members: NonNullable<HistoryView["members"]>;
  of: string;
  /** What people changed, marked in the chart. */
  markers?: readonly FlowMarker[];
  hrefOf?: (from: string, to: string) => string;
}) {
  const { history, members, of, hrefOf, markers } = props;
  const { bucket } = history;
  const points = members.buckets.map(({ start, ...counts }) => ({ at: start, ...counts }));
  const endOf = (at: string) => points[points.findIndex((point) => point.at === at) + 1]?.at ?? history.to;
  const last = members.buckets.at(-1);
  const open = hrefOf && ((at: string) => hrefOf(at, endOf(at)));
  return (
    <>
      <Card
        title="Segment size"
        description={`Members of ${of} at the end of each ${bucket}, or now for the latest`}
      >
        <FlowChart
          label={`Members by ${bucket}`}
          points={points}
          series={[
            { key: "wanted", label: "In Heap", color: "var(--line-strong)", total: last?.wanted ?? 0 },
            { key: "acked", label: "Sent to Braze", color: "var(--accent)", total: last?.acked ?? 0 },
          ]}
          span={bucket}
          markers={markers}
        />
      </Card>
      <Card title="Entered and left" description={`Members that Braze accepted or refused, by ${bucket}`}>
        <div className="mb-4 flex flex-wrap gap-x-10 gap-y-3">
          <Figure
            name="Entered"
            value={formatNumber(members.total.added)}
            note={compareCounts(members.total.added, members.before.added, history)}
          />
          <Figure
            name="Left"
            value={formatNumber(members.total.removed)}
            note={compareCounts(members.total.removed, members.before.removed, history)}
          />
        </div>
        <FlowChart
          label={`Members that entered and left by ${bucket}`}
          points={points}
          series={CHANGES}
          span={bucket}
          markers={markers}
          hrefOf={open}
        />
      </Card>
    </>
  );
}
