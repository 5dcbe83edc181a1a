"use client";

import { type ReactNode, useId } from "react";
import { useTypedText } from "@/components/data/use-typed-text";
import { fromClockText, toClockText } from "@/components/format/moment";
import { useZone, ZoneName } from "@/components/format/zone";
import { Button } from "@/components/ui/button";
import { Select, TextInput } from "@/components/ui/field";
import type { EventSummary } from "@/lib/forwarding/events/summarize-events";
import { type EventFilters, hasFilters, NO_EVENT_FILTERS } from "./reads";

type Change = (filters: Partial<EventFilters>) => void;

/** Which events are shown. */
export function EventFilterBar(props: {
  filters: EventFilters;
  summary: EventSummary | undefined;
  onChange: Change;
}) {
  const { filters, summary, onChange } = props;
  const sources = summary?.sources ?? [];
  return (
    <search className="mb-4 space-y-2">
      <div className="grid grid-cols-2 gap-2 sm:flex sm:flex-wrap sm:items-center">
        <Choice label="Outcome" value={filters.outcome} onChange={(outcome) => onChange({ outcome })}>
          <option value="">Any outcome</option>
          <option value="forwarded">Forwarded</option>
          <option value="filtered">Filtered</option>
          <option value="duplicate">Duplicate</option>
          <option value="quarantined">Quarantined</option>
          <option value="pending">Queued</option>
        </Choice>
        <RangeChoice filters={filters} onChange={onChange} />
        <TypedFilter
          label="Type"
          placeholder="Any type"
          value={filters.type}
          onChange={(type) => onChange({ type })}
          choices={summary?.types}
        />
        <TypedFilter
          label="Identity"
          placeholder="Any identity"
          value={filters.identity}
          onChange={(identity) => onChange({ identity })}
        />
        {(sources.length > 1 || filters.sourceId !== "") && (
          <Choice label="Source" value={filters.sourceId} onChange={(sourceId) => onChange({ sourceId })}>
            <option value="">All sources</option>
            {sources.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Choice>
        )}
        {hasFilters(filters) && (
          <Button tone="ghost" onClick={() => onChange(NO_EVENT_FILTERS)}>
            Clear filters
          </Button>
        )}
      </div>
      {isCustomRange(filters) && <CustomRange filters={filters} onChange={onChange} />}
      <Narrowed filters={filters} onChange={onChange} />
    </search>
  );
}

function Choice(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  children: ReactNode;
}) {
  return (
    <Select
      aria-label={props.label}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
      className="sm:w-auto sm:max-w-52"
    >
      {props.children}
    </Select>
  );
}

function RangeChoice({ filters, onChange }: { filters: EventFilters; onChange: Change }) {
  return (
    <Choice
      label="Received"
      value={isCustomRange(filters) ? "custom" : filters.range}
      onChange={(range) => onChange({ range, from: "", to: "" })}
    >
      <option value="">Any time</option>
      <option value="1h">Last hour</option>
      <option value="24h">Last 24 hours</option>
      <option value="7d">Last 7 days</option>
      <option value="custom">From … to …</option>
    </Choice>
  );
}

function isCustomRange({ range, from, to }: EventFilters): boolean {
  return range === "custom" || (range === "" && (from !== "" || to !== ""));
}

/** Times in the viewer's zone; the URL has them in UTC, so that a shared view shows the same events. */
function CustomRange({ filters, onChange }: { filters: EventFilters; onChange: Change }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Moment label="Received from" value={filters.from} onChange={(from) => onChange({ from })} />
      <Moment label="until" value={filters.to} onChange={(to) => onChange({ to })} />
      <span className="text-xs text-ink-soft">
        Times in <ZoneName />
      </span>
      {filters.from && filters.to && filters.from >= filters.to && (
        <p role="alert" className="text-xs font-medium text-bad">
          The end is before the start, so no event can match.
        </p>
      )}
    </div>
  );
}

function Moment(props: { label: string; value: string; onChange: (iso: string) => void }) {
  const id = useId();
  const zone = useZone();
  return (
    <div className="flex items-center gap-2">
      <label htmlFor={id} className="whitespace-nowrap">
        {props.label}
      </label>
      <TextInput
        id={id}
        type="datetime-local"
        className="w-auto"
        value={zone && props.value ? toClockText(new Date(props.value), zone) : ""}
        onChange={(event) =>
          props.onChange(fromClockText(event.target.value, zone ?? "UTC")?.toISOString() ?? "")
        }
      />
    </div>
  );
}

/** Filters that come from an event's drawer. */
function Narrowed({ filters, onChange }: { filters: EventFilters; onChange: Change }) {
  const narrowed = [
    { name: "eventId", words: `Braze event ID ${filters.eventId}` },
    { name: "batchId", words: "Events of one batch" },
    { name: "deliveryId", words: "Events of one call to Heap" },
    { name: "issue", words: "Quarantined for one reason" },
  ] as const;
  const set = narrowed.filter(({ name }) => filters[name] !== "");
  if (set.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-2">
      {set.map(({ name, words }) => (
        <li
          key={name}
          className="flex max-w-full items-center gap-2 rounded-md border border-line bg-surface py-1 pr-1 pl-2.5 text-xs"
        >
          <span className="truncate">{words}</span>
          <Button size="small" tone="ghost" onClick={() => onChange({ [name]: "" })}>
            Remove
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** A text that is compared exactly; it applies after a pause in typing. */
function TypedFilter(props: {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
  choices?: EventSummary["types"];
}) {
  const { label, placeholder, value, onChange, choices } = props;
  const listId = useId();
  const typed = useTypedText(value, onChange);

  return (
    <>
      <TextInput
        type="search"
        aria-label={label}
        placeholder={placeholder}
        maxLength={1_000}
        spellCheck={false}
        {...typed}
        list={choices?.length ? listId : undefined}
        className="sm:w-52"
      />
      {choices && choices.length > 0 && (
        <datalist id={listId}>
          {choices.map(({ type, name }) => (
            <option key={type} value={type} label={name} />
          ))}
        </datalist>
      )}
    </>
  );
}
