"use client";

import { Plus, X } from "lucide-react";
import { useId } from "react";
import { type UseFormReturn, useFieldArray } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { TextInput } from "@/components/ui/field";
import type { SetupOptions } from "@/lib/setup/setup-options";
import { nameProblem } from "./row-problems";
import type { SourceValues } from "./source-values";

/** Other names in Heap for event types and for properties. */
export function NewNameFields(props: {
  form: UseFormReturn<SourceValues>;
  eventTypes: SetupOptions["eventTypes"];
}) {
  const { form, eventTypes } = props;
  const listId = useId();
  return (
    <div className="space-y-4">
      <Names
        form={form}
        name="eventNames"
        legend="New names of events"
        one="event"
        placeholder="users.messages.email.Open"
        listId={listId}
        hint="For Braze’s own event types. Custom events keep the names the customer’s app gave them."
      />
      <datalist id={listId}>
        {eventTypes.map(({ type, name }) => (
          <option key={type} value={type}>
            {name}
          </option>
        ))}
      </datalist>
      <Names
        form={form}
        name="propertyNames"
        legend="New names of properties"
        one="property"
        placeholder="campaign_name"
        hint="For a property’s exact name in Braze. New names get no prefix. Any other property with that name gets its path in front."
      />
    </div>
  );
}

function Names(props: {
  form: UseFormReturn<SourceValues>;
  name: "eventNames" | "propertyNames";
  legend: string;
  one: string;
  placeholder: string;
  hint: string;
  listId?: string;
}) {
  const { form, name, legend, one, placeholder, hint, listId } = props;
  const { control, register, formState, clearErrors } = form;
  const rows = useFieldArray({ control, name });
  const problem = formState.errors[name];
  const clear = () => clearErrors(name);
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-medium">{legend}</legend>
      <p className="text-xs text-ink-soft">{hint}</p>
      <ol className="mt-2 space-y-2">
        {rows.fields.map((row, place) => (
          <li key={row.id} className="flex flex-wrap items-center gap-2">
            <TextInput
              aria-label={`Name in Braze of ${one} ${place + 1}`}
              placeholder={placeholder}
              list={listId}
              maxLength={255}
              className="w-auto! flex-1 basis-44 font-mono"
              {...register(`${name}.${place}.from`, {
                onChange: clear,
                validate: (_, values) => nameProblem(values[name], place) ?? true,
              })}
            />
            <span className="flex min-w-0 flex-1 basis-44 items-center gap-2">
              <span aria-hidden="true">→</span>
              <TextInput
                aria-label={`Name in Heap of ${one} ${place + 1}`}
                placeholder="Name in Heap"
                maxLength={200}
                {...register(`${name}.${place}.to`, {
                  onChange: clear,
                  validate: (_, values) => nameProblem(values[name], place) === null,
                })}
              />
            </span>
            <Button
              icon={X}
              aria-label={`Remove the new name of ${one} ${place + 1}`}
              onClick={() => {
                rows.remove(place);
                clear();
              }}
            />
            {problem?.[place]?.from && (
              <p role="alert" className="w-full text-xs font-medium text-bad">
                {problem[place].from.message}
              </p>
            )}
          </li>
        ))}
      </ol>
      {problem?.message && (
        <p role="alert" className="mt-1 text-xs font-medium text-bad">
          {problem.message}
        </p>
      )}
      <Button size="small" icon={Plus} className="mt-2" onClick={() => rows.append({ from: "", to: "" })}>
        Add a name
      </Button>
    </fieldset>
  );
}
