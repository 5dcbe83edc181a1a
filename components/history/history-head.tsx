"use client";

import type { ReactNode } from "react";
import { DateTime } from "@/components/format/time-ago";
import { Updating } from "@/components/ui/updating";
import { beforeWords, isBeforeKnown, type Range } from "./compare";
import type { HistoryFilters } from "./history-filters";
import { RangeChoice } from "./range-choice";

/** The head of a history: its time, and what is known of the time before. */
export function HistoryHead(props: {
  history: Range | undefined;
  filters: HistoryFilters;
  onChange: (change: Partial<HistoryFilters>) => void;
  /** The data for another time is under way. */
  isOutdated: boolean;
  /** It counts whole days. */
  isByDay?: boolean;
  /** What else has to be known about the comparison. */
  note?: string;
}) {
  const { history, filters, onChange, isOutdated, isByDay, note } = props;
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
      <div className="min-w-0">
        <h2 className="text-base font-semibold tracking-tight">History</h2>
        <div className="text-ink-soft">
          {isOutdated ? <Updating /> : history && <p>{aboutOf(history, note)}</p>}
        </div>
      </div>
      <RangeChoice filters={filters} onChange={onChange} isByDay={isByDay} />
    </div>
  );
}

function aboutOf(history: Range, note = ""): ReactNode {
  if (history.since === null) return "No data yet.";
  if (isBeforeKnown(history)) return `Compared with ${beforeWords(history)}. ${note}`;
  return (
    <>
      Counting began on <DateTime value={history.since} />, so there is nothing earlier to compare with.
    </>
  );
}
