import Link from "next/link";
import { formatNumber } from "@/components/format/format-number";
import { Card } from "@/components/ui/card";
import { CountLink } from "@/components/ui/count-link";
import type { HistoryView } from "@/lib/insight/history/history-view";
import { counted } from "@/lib/kernel/words";
import { compareCounts } from "./compare";
import { sumOutcomes } from "./event-history";

type TypeCounts = NonNullable<HistoryView["events"]>["types"][number];

const MOST_SHOWN = 6;

/**
 * The most frequent event types of a range, against the range before.
 * @param hrefOf where the events of a type are listed
 */
export function EventTypes(props: {
  history: HistoryView;
  types: readonly TypeCounts[];
  hrefOf?: (type: string, outcome?: "quarantined") => string;
}) {
  const { history, types, hrefOf } = props;
  const seen = types.filter(({ total }) => sumOutcomes(total) > 0);
  const rest = seen.slice(MOST_SHOWN);
  const most = Math.max(1, ...seen.map(({ total }) => sumOutcomes(total)));
  const gone = types.filter(({ total, before }) => sumOutcomes(total) === 0 && sumOutcomes(before) > 0);
  return (
    <Card title="Event types" description="The most frequent first">
      {seen.length === 0 ? (
        <p className="text-ink-soft">No events in this time range.</p>
      ) : (
        <ul aria-label="Event types" className="space-y-3">
          {seen.slice(0, MOST_SHOWN).map((type) => (
            <TypeRow key={type.type ?? ""} {...{ type, most, history, hrefOf }} />
          ))}
        </ul>
      )}
      {rest.length > 0 && (
        <p className="mt-3 text-xs text-ink-soft">
          {counted(rest.length, "more type")} with{" "}
          {counted(
            rest.reduce((sum, { total }) => sum + sumOutcomes(total), 0),
            "event",
          )}
          .
        </p>
      )}
      {gone.length > 0 && (
        <p className="mt-3 text-xs text-ink-soft [overflow-wrap:anywhere]">
          No longer received: {gone.slice(0, MOST_SHOWN).map(nameOf).join(", ")}
          {gone.length > MOST_SHOWN && ` and ${gone.length - MOST_SHOWN} more`}.
        </p>
      )}
    </Card>
  );
}

function TypeRow(props: {
  type: TypeCounts;
  most: number;
  history: HistoryView;
  hrefOf?: (type: string, outcome?: "quarantined") => string;
}) {
  const { type, most, history, hrefOf } = props;
  const count = sumOutcomes(type.total);
  return (
    <li>
      <div className="flex items-baseline justify-between gap-3">
        {type.type !== null && hrefOf ? (
          <Link
            href={hrefOf(type.type)}
            prefetch={false}
            title={type.type}
            className="tappable min-w-0 font-medium [overflow-wrap:anywhere] hover:underline"
          >
            {nameOf(type)}
          </Link>
        ) : (
          <span title={type.type ?? undefined} className="min-w-0 font-medium [overflow-wrap:anywhere]">
            {nameOf(type)}
          </span>
        )}
        <span className="font-semibold tabular-nums">{formatNumber(count)}</span>
      </div>
      <div aria-hidden="true" className="mt-1 h-1.5 overflow-hidden rounded-full bg-raised">
        <div className="h-full rounded-full bg-accent" style={{ width: `${(100 * count) / most}%` }} />
      </div>
      <p className="mt-0.5 flex flex-wrap gap-x-3 text-xs text-ink-soft">
        <span>{compareCounts(count, sumOutcomes(type.before), history)}</span>
        {type.total.quarantined > 0 && (
          <span className="text-bad">
            {type.type !== null && hrefOf ? (
              <CountLink count={type.total.quarantined} href={hrefOf(type.type, "quarantined")}>
                {formatNumber(type.total.quarantined)} quarantined
              </CountLink>
            ) : (
              `${formatNumber(type.total.quarantined)} quarantined`
            )}
          </span>
        )}
      </p>
    </li>
  );
}

function nameOf({ name }: Pick<TypeCounts, "name">): string {
  return name ?? "Without a type";
}
