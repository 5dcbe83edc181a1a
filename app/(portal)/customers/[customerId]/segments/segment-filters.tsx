"use client";

import { Select } from "@/components/ui/field";
import { SearchBox } from "@/components/ui/search-box";
import type { SegmentDestinationView } from "@/lib/cohorts/segments/segment-view";

type Filters = Record<"q" | "mode" | "members" | "destinationId" | "sort", string>;

/** Which segments are shown, and in what order. */
export function SegmentFilters(props: {
  filters: Filters;
  destinations: readonly SegmentDestinationView[];
  onChange: (change: Partial<Filters>) => void;
}) {
  const { filters, destinations, onChange } = props;
  return (
    <search className="mb-4 grid grid-cols-2 gap-2 sm:flex sm:flex-wrap sm:items-center">
      <SearchBox value={filters.q} label="Find a segment" onChange={(q) => onChange({ q })} />
      <Select
        aria-label="Mode"
        value={filters.mode}
        onChange={(event) => onChange({ mode: event.target.value })}
        className="sm:w-auto"
      >
        <option value="">Any mode</option>
        <option value="recurring">Recurring</option>
        <option value="manual">Manual</option>
        <option value="off">Off</option>
      </Select>
      <Select
        aria-label="Members"
        value={filters.members}
        onChange={(event) => onChange({ members: event.target.value })}
        className="sm:w-auto sm:max-w-48"
      >
        <option value="">Any sync state</option>
        <option value="owed">Members to sync</option>
        <option value="refused">Members refused</option>
        <option value="settled">Nothing to sync, none refused</option>
      </Select>
      {destinations.length > 1 && (
        <Select
          aria-label="Destination"
          value={filters.destinationId}
          onChange={(event) => onChange({ destinationId: event.target.value })}
          className="sm:w-auto sm:max-w-52"
        >
          <option value="">All destinations</option>
          {destinations.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
      <Select
        aria-label="Order"
        value={filters.sort}
        onChange={(event) => onChange({ sort: event.target.value })}
        className="sm:ml-auto sm:w-auto"
      >
        <option value="">By name</option>
        <option value="owed">Most to sync first</option>
        <option value="wanted">Largest first</option>
        <option value="lastSync">Last synced first</option>
        <option value="nextSync">Next sync first</option>
      </Select>
    </search>
  );
}
