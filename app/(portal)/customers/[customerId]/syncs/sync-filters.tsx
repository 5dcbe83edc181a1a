"use client";

import { X } from "lucide-react";
import { DateTime } from "@/components/format/time-ago";
import { Button } from "@/components/ui/button";
import { DayInput } from "@/components/ui/day-input";
import { Select } from "@/components/ui/field";
import { SearchBox } from "@/components/ui/search-box";
import { isExactTime, type SyncFilterValues } from "./reads";
import { TRIGGERS } from "./words";

const STATES = [
  ["queued", "Queued"],
  ["running", "Running"],
  ["succeeded", "Succeeded"],
  ["succeeded_with_errors", "Succeeded with errors"],
  ["failed", "Failed"],
  ["cancelled", "Cancelled"],
] as const;

/** Which syncs are shown. */
export function SyncFilters(props: {
  filters: SyncFilterValues;
  /** The name of the segment whose syncs are shown, if one of them is known. */
  segmentName: string | undefined;
  onChange: (change: Partial<SyncFilterValues>) => void;
}) {
  const { filters, segmentName, onChange } = props;
  return (
    <search className="mb-4 grid grid-cols-2 gap-2 sm:flex sm:flex-wrap sm:items-center">
      {filters.segmentId ? (
        <Button
          icon={X}
          className="col-span-2 min-w-0 sm:max-w-72"
          title="Show syncs of all segments"
          onClick={() => onChange({ segmentId: "" })}
        >
          <span className="truncate">Only {segmentName ? `“${segmentName}”` : "one segment"}</span>
        </Button>
      ) : (
        <SearchBox value={filters.q} label="Find by segment" onChange={(q) => onChange({ q })} />
      )}
      <Select
        aria-label="State"
        value={filters.state}
        onChange={(event) => onChange({ state: event.target.value })}
        className="sm:w-auto"
      >
        <option value="">Any state</option>
        {STATES.map(([state, label]) => (
          <option key={state} value={state}>
            {label}
          </option>
        ))}
      </Select>
      <Select
        aria-label="Trigger"
        value={filters.trigger}
        onChange={(event) => onChange({ trigger: event.target.value })}
        className="sm:w-auto"
      >
        <option value="">Any trigger</option>
        {Object.entries(TRIGGERS).map(([trigger, { label }]) => (
          <option key={trigger} value={trigger}>
            {label}
          </option>
        ))}
      </Select>
      {isExactTime(filters.from + filters.to) ? (
        <Button
          icon={X}
          className="col-span-2 min-w-0"
          title="Show syncs from any time"
          onClick={() => onChange({ from: "", to: "" })}
        >
          <span className="truncate">
            {filters.from && (
              <>
                From <DateTime value={filters.from} />
              </>
            )}{" "}
            {filters.to && (
              <>
                until <DateTime value={filters.to} />
              </>
            )}
          </span>
        </Button>
      ) : (
        <>
          <DayInput label="From" value={filters.from} onChange={(from) => onChange({ from })} />
          <DayInput label="Until" value={filters.to} onChange={(to) => onChange({ to })} />
        </>
      )}
    </search>
  );
}
