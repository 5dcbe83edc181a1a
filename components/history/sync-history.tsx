import { formatNumber } from "@/components/format/format-number";
import { Card } from "@/components/ui/card";
import { FlowChart } from "@/components/ui/flow-chart";
import type { FlowMarker } from "@/components/ui/flow-series";
import { valueWords } from "@/components/ui/flow-series";
import type { HistoryView, SyncsView } from "@/lib/insight/history/history-view";
import { compareCounts } from "./compare";
import { compareDurations } from "./compare-durations";
import { Figure } from "./figure";

type Syncs = NonNullable<HistoryView["syncs"]>;

/**
 * How long syncs took, from their start to their end, and how many failed.
 * @param hrefOf where the syncs requested between two times are listed
 */
export function SyncHistory(props: {
  history: HistoryView;
  syncs: Syncs;
  /** What people changed, marked in the chart. */
  markers?: readonly FlowMarker[];
  hrefOf?: (from: string, to: string) => string;
}) {
  const { history, syncs, hrefOf, markers } = props;
  const { total, before } = syncs;
  const points = syncs.buckets.map(({ start, syncs: { medianSeconds, p95Seconds } }) => ({
    at: start,
    ...(medianSeconds !== null && p95Seconds !== null && { median: medianSeconds, p95: p95Seconds }),
  }));
  const endOf = (at: string) => points[points.findIndex((point) => point.at === at) + 1]?.at ?? history.to;
  return (
    <Card title="Syncs" description={`How long they took, by the ${history.bucket} they were requested`}>
      <div className="mb-4 flex flex-wrap gap-x-10 gap-y-3">
        <Figure
          name="Syncs that ended"
          value={formatNumber(endedOf(total))}
          note={before && compareCounts(endedOf(total), endedOf(before), history)}
        />
        <Figure
          name="Failed"
          value={formatNumber(total.failed)}
          note={before && compareCounts(total.failed, before.failed, history)}
        />
        <Figure
          name="Half within"
          value={valueWords(total.medianSeconds ?? undefined, "seconds")}
          note={compareDurations(before?.medianSeconds, history)}
        />
        <Figure
          name="95% within"
          value={valueWords(total.p95Seconds ?? undefined, "seconds")}
          note={compareDurations(before?.p95Seconds, history)}
        />
      </div>
      <FlowChart
        label={`How long syncs took, by ${history.bucket}`}
        points={points}
        series={[
          { key: "median", label: "Half within", color: "var(--accent)", total: total.medianSeconds ?? 0 },
          {
            key: "p95",
            label: "95% within",
            color: "var(--line-strong)",
            isStriped: true,
            total: total.p95Seconds ?? 0,
          },
        ]}
        span={history.bucket}
        markers={markers}
        unit="seconds"
        hrefOf={hrefOf && ((at) => hrefOf(at, endOf(at)))}
      />
    </Card>
  );
}

function endedOf({ succeeded, withErrors, failed, cancelled }: SyncsView): number {
  return succeeded + withErrors + failed + cancelled;
}
