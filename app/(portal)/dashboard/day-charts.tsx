import Link from "next/link";
import { formatNumber } from "@/components/format/format-number";
import { beforeWords, changeWords, compareCounts, isBeforeKnown } from "@/components/history/compare";
import { OUTCOMES, sumOutcomes } from "@/components/history/event-history";
import { Figure } from "@/components/history/figure";
import { QueuedNote } from "@/components/history/queued-note";
import { CHANGES } from "@/components/history/segment-history";
import { Card } from "@/components/ui/card";
import { FlowChart } from "@/components/ui/flow-chart";
import type { DashboardHistoryView } from "@/lib/insight/dashboard/dashboard-history-view";
import { counted } from "@/lib/kernel/words";

/** Both flows of all customers by day or week, against the range before, and whose events changed most. */
export function DayCharts({ history }: { history: DashboardHistoryView }) {
  const { bucket, events, members } = history;
  const compare = (now: number, before: number) => compareCounts(now, before, history);
  const both = (name: "forwarded" | "quarantined") =>
    compare(events.compared.total[name], events.compared.before[name]);
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Card title="Events, Braze to Heap" description={`By the ${bucket} they were received (UTC)`}>
        <div className="mb-4 flex flex-wrap gap-x-10 gap-y-3">
          <Figure
            name="Events"
            value={formatNumber(sumOutcomes(events.total))}
            note={compare(sumOutcomes(events.compared.total), sumOutcomes(events.compared.before))}
          />
          <Figure
            name="Quarantined"
            value={formatNumber(events.total.quarantined)}
            note={both("quarantined")}
          />
        </div>
        <QueuedNote queued={history.queued} />
        <FlowChart
          label={`Events by ${bucket}`}
          points={events.buckets.map(({ start, ...counts }) => ({ at: start, ...counts }))}
          series={OUTCOMES}
          span={bucket}
          isStacked
        />
      </Card>
      <Card title="Members, Heap to Braze" description={`By the ${bucket} Braze accepted them (UTC)`}>
        <div className="mb-4 flex flex-wrap gap-x-10 gap-y-3">
          {CHANGES.filter(({ key }) => key !== "refused").map(({ key, label }) => (
            <Figure
              key={key}
              name={label}
              value={formatNumber(members.total[key])}
              note={compare(members.compared.total[key], members.compared.before[key])}
            />
          ))}
        </div>
        <FlowChart
          label={`Members by ${bucket}`}
          points={members.buckets.map(({ start, ...counts }) => ({ at: start, ...counts }))}
          series={CHANGES}
          span={bucket}
        />
      </Card>
      <ChangedMost history={history} />
    </div>
  );
}

/** The customers whose events changed most, each with a way to its own history. */
function ChangedMost({ history }: { history: DashboardHistoryView }) {
  const { changedMost } = history;
  if (changedMost.length === 0 || !isBeforeKnown(history)) return null;
  const largest = Math.max(...changedMost.flatMap(({ events, before }) => [events, before]));
  return (
    <div className="lg:col-span-2">
      <Card
        title="Changed most"
        description={`Customers with at least 20% more or fewer events than in ${beforeWords(history)}`}
      >
        <ul className="divide-y divide-line">
          {changedMost.map(({ id, name, events, before }) => (
            <li
              key={id}
              className="grid gap-x-6 gap-y-1 py-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_10rem]"
            >
              <Link
                href={`/customers/${id}`}
                className="tappable truncate font-medium hover:underline"
                title={name}
              >
                {name}
              </Link>
              <span aria-hidden className="hidden self-center sm:block">
                <span className="block h-1.5 rounded bg-accent" style={{ width: share(events, largest) }} />
                <span
                  className="mt-0.5 block h-1.5 rounded bg-line-strong"
                  style={{ width: share(before, largest) }}
                />
              </span>
              <span className="tabular-nums">
                {counted(events, "event")}
                <span className="block text-xs text-ink-soft">{changeWords(events, before)}</span>
              </span>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  );
}

function share(count: number, of: number): string {
  return `${Math.max(1, Math.round((count / of) * 100))}%`;
}
