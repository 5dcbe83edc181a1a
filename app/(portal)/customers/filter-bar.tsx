"use client";

import { useActor } from "@/components/data/use-actor";
import { Button } from "@/components/ui/button";
import { type Options, Picker } from "@/components/ui/picker";
import { SearchBox } from "@/components/ui/search-box";
import type { OwnerView } from "@/lib/team/owners/list-owners";
import type { CustomerFilters } from "../reads";

const STATES: Options = [
  ["", "Any state"],
  ["onboarding", "Onboarding"],
  ["live", "Live"],
  ["paused", "Paused"],
  ["archived", "Archived"],
];

const HEALTH: Options = [
  ["", "Any health"],
  ["failing", "Failing"],
  ["attention", "Needs attention"],
  ["waiting", "Waiting for data"],
  ["healthy", "Healthy"],
  ["paused", "Paused"],
];

/** For narrow screens, which show no headers to sort by. */
const SORTS: Options = [
  ["", "Name"],
  ["health", "Most urgent"],
  ["lastEvent:desc", "Last event"],
  ["owed:desc", "Most to sync"],
  ["pending:desc", "Most queued"],
  ["createdAt:desc", "Newest"],
];

/** Filters and, on a narrow screen, sorts the customers. */
export function FilterBar(props: {
  filters: CustomerFilters;
  owners: readonly OwnerView[];
  onChange: (change: Partial<CustomerFilters>) => void;
  /** Only while a filter is set. */
  onClear?: () => void;
}) {
  const { filters, owners, onChange, onClear } = props;
  const sorted = filters.dir ? `${filters.sort}:${filters.dir}` : filters.sort;
  return (
    <search className="mb-4 grid grid-cols-2 gap-2 sm:flex sm:flex-wrap sm:items-center">
      <SearchBox
        value={filters.q}
        label="Search customers by name"
        placeholder="Search by name"
        maxLength={200}
        onChange={(q) => onChange({ q })}
      />
      <Picker
        label="Owner"
        value={filters.ownerId}
        options={useOwnerOptions(owners)}
        onChange={(ownerId) => onChange({ ownerId })}
      />
      <Picker
        label="State"
        value={filters.state}
        options={STATES}
        onChange={(state) => onChange({ state })}
      />
      <Picker
        label="Health"
        value={filters.health}
        options={HEALTH}
        onChange={(health) => onChange({ health })}
      />
      <Picker
        label="Sort by"
        value={sorted}
        options={SORTS}
        className="md:hidden"
        onChange={(value) => {
          const [sort, dir = ""] = value.split(":");
          onChange({ sort, dir });
        }}
      />
      {onClear && (
        <Button tone="ghost" onClick={onClear}>
          Clear filters
        </Button>
      )}
    </search>
  );
}

function useOwnerOptions(owners: readonly OwnerView[]): Options {
  const { id: ownId } = useActor();
  const others = owners.filter(({ id }) => id !== ownId);
  return [
    ["", "All owners"],
    ["me", "Mine"],
    ["none", "No owner"],
    ...others.map(({ id, name }) => [id, name] as const),
  ];
}
