"use client";

import { useQuery } from "@tanstack/react-query";
import { teamRead } from "@/components/data/setup-reads";
import { useActor } from "@/components/data/use-actor";
import { Button } from "@/components/ui/button";
import { type Options, Picker } from "@/components/ui/picker";
import { SearchBox } from "@/components/ui/search-box";
import { KIND_WORDS } from "@/lib/insight/alerts/kind-words";

/** The filters that lists of alerts share, by their names in the address. */
export type AlertFilterValues = Record<"q" | "customerId" | "kind" | "personId", string>;

const KINDS: Options = [
  ["", "Any kind"],
  ...Object.entries(KIND_WORDS).toSorted(([, one], [, other]) => one.localeCompare(other)),
];

const ENDED: Options = [
  ["", "Any outcome"],
  ["by_itself", "Resolved"],
  ["dismissed", "Dismissed"],
];

/** Filters alerts by customer, kind and person; `ended` only where it is given. */
export function AlertFilters(props: {
  filters: AlertFilterValues & { ended?: string };
  onChange: (change: Partial<AlertFilterValues & { ended: string }>) => void;
}) {
  const { filters, onChange } = props;
  const { q, customerId, kind, personId, ended } = filters;
  const isSet = [q, customerId, kind, personId, ended].some(Boolean);
  return (
    <search className="mb-4 grid grid-cols-2 gap-2 sm:flex sm:flex-wrap sm:items-center">
      <SearchBox
        value={q}
        label="Search customers by name"
        placeholder="Search by name"
        maxLength={200}
        onChange={(next) => onChange({ q: next })}
      />
      <Picker label="Kind" value={kind} options={KINDS} onChange={(next) => onChange({ kind: next })} />
      <Picker
        label="Person"
        value={personId}
        options={usePeople()}
        onChange={(next) => onChange({ personId: next })}
      />
      {ended !== undefined && (
        <Picker
          label="How it ended"
          value={ended}
          options={ENDED}
          onChange={(next) => onChange({ ended: next })}
        />
      )}
      {isSet && (
        <Button
          tone="ghost"
          onClick={() =>
            onChange({
              q: "",
              customerId: "",
              kind: "",
              personId: "",
              ...(ended !== undefined && { ended: "" }),
            })
          }
        >
          {customerId ? "All customers and alerts" : "Clear filters"}
        </Button>
      )}
    </search>
  );
}

function usePeople(): Options {
  const { id: ownId } = useActor();
  const team = useQuery({ ...teamRead({}).options, staleTime: 60_000 });
  const others = (team.data?.items ?? []).filter(({ id }) => id !== ownId);
  return [
    ["", "Anyone"],
    ["me", "Me"],
    ["none", "Not assigned"],
    ...others.map(({ id, name }) => [id, name] as const),
  ];
}
