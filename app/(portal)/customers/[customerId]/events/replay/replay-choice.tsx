import { fromClockText, toClockText, zoneName } from "@/components/format/moment";
import { useZone } from "@/components/format/zone";
import { Button } from "@/components/ui/button";
import { Field, Select, TextInput } from "@/components/ui/field";
import type { SourceView } from "@/lib/setup/sources/source-view";
import { outcomeOf, type ReplayFilters } from "./reads";

/** Which events a replay is about. */
export function ReplayChoice(props: {
  source: SourceView;
  sources: readonly SourceView[];
  filters: ReplayFilters;
  onChange: (change: Partial<ReplayFilters>) => void;
}) {
  const { source, sources, filters, onChange } = props;
  if (filters.event !== "") {
    return (
      <p className="flex flex-wrap items-center gap-3">
        One event only.
        <Button size="small" onClick={() => onChange({ event: "" })}>
          Choose other events
        </Button>
      </p>
    );
  }

  if (filters.issue !== "") {
    return (
      <p className="flex flex-wrap items-center gap-3">
        Quarantined events of one cause only.
        <Button size="small" onClick={() => onChange({ issue: "" })}>
          Choose other events
        </Button>
      </p>
    );
  }

  return (
    <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
      {sources.length > 1 && (
        <Field label="Source">
          {(control) => (
            <Select
              {...control}
              value={source.id}
              onChange={(event) => onChange({ sourceId: event.target.value })}
            >
              {sources.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <Field label="Outcome so far">
        {(control) => (
          <Select
            {...control}
            value={outcomeOf(filters)}
            onChange={(event) => onChange({ outcome: event.target.value })}
          >
            <option value="quarantined">Quarantined: not in Heap</option>
            <option value="filtered">Filtered: left out</option>
            <option value="forwarded">Forwarded: in Heap</option>
          </Select>
        )}
      </Field>
      <Text label="Type" name="type" placeholder="Any type" {...{ filters, onChange }} />
      <Text label="Identity" name="identity" placeholder="Any identity" {...{ filters, onChange }} />
      <Moment label="Received from" name="from" {...{ filters, onChange }} />
      <Moment label="Received until" name="to" {...{ filters, onChange }} />
    </div>
  );
}

interface OneFilter<Name extends keyof ReplayFilters> {
  label: string;
  name: Name;
  filters: ReplayFilters;
  onChange: (change: Partial<ReplayFilters>) => void;
}

function Text({
  label,
  name,
  placeholder,
  filters,
  onChange,
}: OneFilter<"type" | "identity"> & { placeholder: string }) {
  return (
    <Field label={label} isOptional>
      {(control) => (
        <TextInput
          {...control}
          key={filters[name]}
          defaultValue={filters[name]}
          placeholder={placeholder}
          spellCheck={false}
          onBlur={(event) => onChange({ [name]: event.target.value.trim() })}
          onKeyDown={(event) => {
            if (event.key === "Enter") onChange({ [name]: event.currentTarget.value.trim() });
          }}
        />
      )}
    </Field>
  );
}

/** A time in the viewer's zone; the URL has it in UTC. */
function Moment({ label, name, filters, onChange }: OneFilter<"from" | "to">) {
  const zone = useZone();
  return (
    <Field label={zone ? `${label} (${zoneName(new Date(), zone)})` : label} isOptional>
      {(control) => (
        <TextInput
          {...control}
          type="datetime-local"
          value={zone && filters[name] ? toClockText(new Date(filters[name]), zone) : ""}
          onChange={(event) =>
            onChange({ [name]: fromClockText(event.target.value, zone ?? "UTC")?.toISOString() ?? "" })
          }
        />
      )}
    </Field>
  );
}
