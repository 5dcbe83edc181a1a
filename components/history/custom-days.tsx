"use client";

import { DayInput } from "@/components/ui/day-input";
import { Hydrating } from "@/components/ui/hydrating";
import { customDays, type HistoryFilters } from "./history-filters";

/** The first and the last day of a range that a person chooses. */
export function CustomDays(props: {
  filters: HistoryFilters;
  onChange: (change: Partial<HistoryFilters>) => void;
}) {
  const { filters, onChange } = props;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Hydrating />
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
