"use client";

import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { TextInput } from "@/components/ui/field";
import { Hydrating } from "@/components/ui/hydrating";
import type { SetupOptions } from "@/lib/setup/setup-options";

type EventType = SetupOptions["eventTypes"][number];

/**
 * Picks Braze event types: by name, by group, or by searching. Picked types that are not in the catalog stay picked.
 */
export function EventTypePicker(props: {
  eventTypes: readonly EventType[];
  value: readonly string[];
  onChange: (types: string[]) => void;
}) {
  const { eventTypes, value, onChange } = props;
  const [query, setQuery] = useState("");
  const searchId = useId();

  const known = new Set(eventTypes.map(({ type }) => type));
  const others = value
    .filter((type) => !known.has(type))
    .map((type) => ({ type, name: type, group: "Other", isRecommended: false }));
  const wanted = query.trim().toLowerCase();
  const found = [...eventTypes, ...others].filter(({ type, name }) =>
    `${type} ${name}`.toLowerCase().includes(wanted),
  );
  const groups = [...new Set(found.map(({ group }) => group))].map((group) => ({
    group,
    types: found.filter((eventType) => eventType.group === group),
  }));

  function pick(types: readonly string[], isPicked: boolean) {
    const rest = value.filter((type) => !types.includes(type));
    onChange(isPicked ? [...rest, ...types] : rest);
  }

  return (
    <div className="rounded-md border border-line">
      <Hydrating />
      <div className="flex flex-wrap items-center gap-3 border-b border-line p-2">
        <label htmlFor={searchId} className="sr-only">
          Search event types
        </label>
        <TextInput
          id={searchId}
          value={query}
          placeholder="Search, such as Email Open"
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
          className="min-w-0 flex-1 basis-40"
        />
        <Button
          size="small"
          onClick={() => onChange(eventTypes.filter((known) => known.isRecommended).map(({ type }) => type))}
          title="What people did, without sends, deliveries, retries and what Heap collects anyway"
        >
          Recommended
        </Button>
        <p role="status" className="text-xs text-ink-soft tabular-nums">
          {value.length} chosen
        </p>
      </div>
      <div className="max-h-72 overflow-y-auto px-3 py-2">
        {groups.length === 0 && <p className="py-4 text-center text-ink-soft">No event types match.</p>}
        {groups.map(({ group, types }) => {
          const names = types.map(({ type }) => type);
          const isAllPicked = names.every((type) => value.includes(type));
          return (
            <fieldset key={group} className="mb-3 last:mb-0">
              <legend className="float-left py-1 text-xs font-semibold">{group}</legend>
              <Button
                size="small"
                tone="ghost"
                className="float-right"
                onClick={() => pick(names, !isAllPicked)}
                aria-label={`${isAllPicked ? "Clear" : "Choose all of"} ${group}`}
              >
                {isAllPicked ? "Clear" : "All"}
              </Button>
              <div className="clear-both grid gap-x-4 sm:grid-cols-2">
                {types.map(({ type, name }) => (
                  <label key={type} className="flex items-center gap-2 py-1" title={type}>
                    <input
                      type="checkbox"
                      checked={value.includes(type)}
                      onChange={(event) => pick([type], event.target.checked)}
                      className="size-4 shrink-0 accent-accent"
                    />
                    <span className="min-w-0 [overflow-wrap:anywhere]">{name}</span>
                  </label>
                ))}
              </div>
            </fieldset>
          );
        })}
      </div>
    </div>
  );
}
