import Link from "next/link";
import { Card } from "@/components/ui/card";
import { FlowChart } from "@/components/ui/flow-chart";
import type { FlowMarker } from "@/components/ui/flow-series";
import { valueWords } from "@/components/ui/flow-series";
import type { HistoryView } from "@/lib/insight/history/history-view";
import { LATE_SECONDS } from "@/lib/kernel/history/lag-bounds";
import { counted, roundTime } from "@/lib/kernel/words";
import { beforeWords, isBeforeKnown } from "./compare";
import { compareDurations } from "./compare-durations";
import { Figure } from "./figure";
import { shareWithin } from "./share-within";

type Lag = NonNullable<HistoryView["lag"]>;

/**
 * How late events were: from their receipt until the last one of their request had its outcome.
 * @param setupHref where a target is set
 * @param hrefOf where the events received between two times are listed
 */
export function Freshness(props: {
  history: HistoryView;
  lag: Lag;
  setupHref?: string;
  /** What people changed, marked in the chart. */
  markers?: readonly FlowMarker[];
  hrefOf?: (from: string, to: string) => string;
}) {
  const { history, lag, setupHref, hrefOf, markers } = props;
  const { total, before, targetSeconds } = lag;
  const late = history.queued?.late ?? 0;
  const points = lag.buckets.map(({ start, lag }) => ({
    at: start,
    ...(lag && { median: lag.medianSeconds, p95: lag.p95Seconds }),
  }));
  const endOf = (at: string) => points[points.findIndex((point) => point.at === at) + 1]?.at ?? history.to;
  return (
    <Card
      title="How late events are"
      description="From receipt until the last event of the same request was processed"
    >
      <div className="mb-4 flex flex-wrap gap-x-10 gap-y-3">
        <Figure
          name="Half within"
          value={valueWords(total?.medianSeconds, "seconds")}
          note={compareDurations(before?.medianSeconds, history)}
        />
        <Figure
          name="95% within"
          value={valueWords(total?.p95Seconds, "seconds")}
          note={compareDurations(before?.p95Seconds, history)}
        />
        {targetSeconds !== null && (
          <Figure
            name={`Within the target of ${roundTime(targetSeconds)}`}
            value={shareWithin(total, late)}
            note={
              isBeforeKnown(history) && before ? `${shareWithin(before, 0)} in ${beforeWords(history)}` : null
            }
          />
        )}
      </div>
      {late > 0 && (
        <p className="mb-3 text-xs text-ink-soft">
          {targetSeconds === null
            ? `Queued for more than ${roundTime(LATE_SECONDS)}: `
            : "Queued for longer than the target, and counted as missed: "}
          {counted(late, "event")}. The times above and below are of processed events only.
        </p>
      )}
      <FlowChart
        label={`How late events are, by ${history.bucket}`}
        points={points}
        series={[
          { key: "median", label: "Half within", color: "var(--accent)", total: total?.medianSeconds ?? 0 },
          {
            key: "p95",
            label: "95% within",
            color: "var(--line-strong)",
            isStriped: true,
            total: total?.p95Seconds ?? 0,
          },
        ]}
        span={history.bucket}
        markers={markers}
        unit="seconds"
        hrefOf={hrefOf && ((at) => hrefOf(at, endOf(at)))}
      />
      {targetSeconds === null && setupHref && (
        <p className="mt-3 text-xs text-ink-soft">
          This customer has no target.{" "}
          <Link href={setupHref} className="tappable inline-block font-medium text-accent hover:underline">
            Set one in Setup
          </Link>
          {" to see how many events meet it."}
        </p>
      )}
    </Card>
  );
}
