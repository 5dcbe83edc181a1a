"use client";

import dynamic from "next/dynamic";
import { type HistoryFilters, RANGES, shownRange } from "./history-filters";

const CustomDays = dynamic(() => import("./custom-days").then((module) => module.CustomDays), {
  loading: () => null,
});

const CUSTOM = { range: "custom", label: "Other" } as const;

/** Which time the history is about. It is in the URL, so that a view can be shared. */
export function RangeChoice(props: {
  filters: HistoryFilters;
  onChange: (change: Partial<HistoryFilters>) => void;
  /** It counts whole days: a single one is nothing to choose. */
  isByDay?: boolean;
}) {
  const { filters, onChange, isByDay = false } = props;
  const shown = shownRange(filters);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <fieldset className="flex max-w-full overflow-x-auto rounded-md border border-line bg-surface p-0.5">
        <legend className="sr-only">Time range</legend>
        {[...RANGES.filter(({ days }) => days > 1 || !isByDay), CUSTOM].map(({ range, label }) => (
          <button
            key={range}
            type="button"
            aria-pressed={range === shown}
            onClick={() => onChange({ range, ...(range !== "custom" && { from: "", to: "" }) })}
            className={`h-8 rounded px-2 font-medium whitespace-nowrap sm:px-3 ${range === shown ? "bg-raised text-ink" : "text-ink-soft hover:text-ink"}`}
          >
            {label}
          </button>
        ))}
      </fieldset>
      {shown === "custom" && <CustomDays filters={filters} onChange={onChange} />}
    </div>
  );
}
