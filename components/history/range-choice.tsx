"use client";

import { DayInput } from "@/components/ui/day-input";
import { customDays, type HistoryFilters, RANGES, shownRange } from "./history-filters";

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

function CustomDays({ filters, onChange }: Pick<Parameters<typeof RangeChoice>[0], "filters" | "onChange">) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <DayInput label="First day" value={filters.from} onChange={(from) => onChange({ from })} />
      <DayInput label="Last day" value={filters.to} onChange={(to) => onChange({ to })} />
      {customDays(filters) === null && (
        <p role="status" className="text-xs text-ink-soft">
          {filters.from && filters.to
            ? "The last day is before the first. Until that is changed, the last 7 days are shown."
            : "Choose both days (UTC). Until then the last 7 days are shown."}
        </p>
      )}
    </div>
  );
}
