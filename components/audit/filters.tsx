"use client";

import { useQuery } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { Field, Select, TextInput } from "@/components/ui/field";
import { AuditCustomerFilter } from "./customer-filter";
import { AUDIT_FILTERS, type AuditFilters, auditActorsRead } from "./reads";

const KINDS = [
  { value: "kind:system", label: "Tributary itself" },
  { value: "kind:customer_link", label: "Customers, through a link" },
  { value: "kind:api_key", label: "All API keys" },
];

const ACTIONS = [
  { value: "customer.*", label: "Customers" },
  { value: "source.*", label: "Sources" },
  { value: "destination.*", label: "Destinations" },
  { value: "endpoint.*", label: "Endpoints" },
  { value: "segment.*", label: "Segments" },
  { value: "sync.*", label: "Syncs" },
  { value: "webhook_secret.*", label: "Webhook secrets" },
  { value: "connect_link.*", label: "Connect links" },
  { value: "status_link.*", label: "Status links" },
];
const TEAM_ACTIONS = [
  { value: "user.*", label: "Team" },
  { value: "api_key.*", label: "API keys" },
];

/** Who, what and when, and in the whole log also whose; each is a parameter of the URL. */
export function AuditFilterBar(props: {
  filters: AuditFilters;
  isWholeLog: boolean;
  onChange: (change: Partial<AuditFilters>) => void;
}) {
  const { filters, isWholeLog, onChange } = props;
  const isFiltered = AUDIT_FILTERS.some((name) => filters[name] !== "");
  const actions = isWholeLog ? [...ACTIONS, ...TEAM_ACTIONS] : ACTIONS;
  return (
    <search
      aria-label="Filter the audit log"
      className="mb-4 grid grid-cols-2 items-end gap-3 sm:flex sm:flex-wrap"
    >
      <div className="sm:w-48">
        <Field label="Who">
          {(control) => (
            <Select
              {...control}
              value={filters.actor}
              onChange={(event) => onChange({ actor: event.target.value })}
            >
              <ActorOptions chosen={filters.actor} />
            </Select>
          )}
        </Field>
      </div>
      <div className="sm:w-44">
        <Field label="What">
          {(control) => (
            <Select
              {...control}
              value={filters.action}
              onChange={(event) => onChange({ action: event.target.value })}
            >
              <option value="">Everything</option>
              {actions.map((action) => (
                <option key={action.value} value={action.value}>
                  {action.label}
                </option>
              ))}
              {filters.action && !actions.some((action) => action.value === filters.action) && (
                <option value={filters.action}>{filters.action}</option>
              )}
            </Select>
          )}
        </Field>
      </div>
      {isWholeLog && (
        <div className="col-span-2 sm:w-48">
          <AuditCustomerFilter
            customerId={filters.customer}
            onChange={(customer) => onChange({ customer })}
          />
        </div>
      )}
      <DateField label="From" value={filters.from} onChange={(from) => onChange({ from })} />
      <DateField label="Until" value={filters.to} onChange={(to) => onChange({ to })} />
      {isFiltered && (
        <Button
          tone="ghost"
          className="justify-self-start"
          onClick={() => onChange(Object.fromEntries(AUDIT_FILTERS.map((name) => [name, ""])))}
        >
          Clear filters
        </Button>
      )}
    </search>
  );
}

function DateField(props: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <div className="sm:w-40">
      <Field label={props.label}>
        {(control) => (
          <TextInput
            {...control}
            type="date"
            value={props.value}
            onChange={(event) => props.onChange(event.target.value)}
          />
        )}
      </Field>
    </div>
  );
}

function ActorOptions({ chosen }: { chosen: string }) {
  const { data } = useQuery(auditActorsRead({}).options);
  const actors = (data?.items ?? []).map((actor) => ({ ...actor, value: `id:${actor.id}` }));
  const isUnknown = chosen.startsWith("id:") && !actors.some((actor) => actor.value === chosen);
  return (
    <>
      <option value="">Anyone</option>
      {KINDS.map((kind) => (
        <option key={kind.value} value={kind.value}>
          {kind.label}
        </option>
      ))}
      {(["user", "api_key"] as const).map((kind) => {
        const some = actors.filter((actor) => actor.kind === kind);
        return (
          some.length > 0 && (
            <optgroup key={kind} label={kind === "user" ? "People" : "API keys"}>
              {some.map((actor) => (
                <option key={actor.id} value={actor.value}>
                  {actor.name}
                </option>
              ))}
            </optgroup>
          )
        );
      })}
      {isUnknown && <option value={chosen}>{data ? "Someone not in the log" : "…"}</option>}
    </>
  );
}
