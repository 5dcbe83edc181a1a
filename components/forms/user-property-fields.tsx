"use client";

import { Plus, X } from "lucide-react";
import { type UseFormReturn, useFieldArray } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Field, Select, TextInput } from "@/components/ui/field";
import type { SetupOptions } from "@/lib/setup/setup-options";
import { userPropertyProblem } from "./row-problems";
import type { SourceValues } from "./source-values";

const MAX_RULES = 50;

/** Which values of events become properties of users in Heap: rows of one's own, and the recommended ones to add. */
export function UserPropertyFields(props: {
  form: UseFormReturn<SourceValues>;
  recommended: SetupOptions["userProperties"];
}) {
  const { control, register, clearErrors, formState } = props.form;
  const rows = useFieldArray({ control, name: "userProperties" });
  const isFull = rows.fields.length >= MAX_RULES;

  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-medium">User properties in Heap</legend>
      <p className="text-xs text-ink-soft">
        The latest value of a property, such as a subscription, stored on each user in Heap. Without rows,
        Heap only gets events. <code>{"{channel}"}</code> in a name stands for that property of the event.
        Removing a row does not remove values from Heap.
      </p>
      <ol className="mt-2 space-y-2">
        {rows.fields.map((row, place) => {
          const problem = formState.errors.userProperties?.[place]?.to?.message;
          const at = { form: props.form, place };
          return (
            <li key={row.id} className="rounded-md border border-line p-3">
              <div className="grid gap-x-3 gap-y-2.5 sm:grid-cols-2">
                <RowText {...at} field="from" label="Property in Braze" placeholder="subscription_status" />
                <RowText
                  {...at}
                  field="to"
                  label="Name in Heap"
                  placeholder="braze_{channel}_subscription"
                  error={problem}
                />
                <RowText
                  {...at}
                  field="eventType"
                  label="Only from this event type"
                  placeholder="All event types"
                />
                <Field label="Personal data">
                  {(control) => (
                    <Select
                      {...control}
                      aria-label={`Personal data of user property ${place + 1}`}
                      {...register(`userProperties.${place}.protection`)}
                    >
                      <option value="rules">Follows the rules for properties</option>
                      <option value="clear">Sent unchanged, even if a rule drops or hashes it</option>
                    </Select>
                  )}
                </Field>
              </div>
              <div className="mt-2 flex justify-end">
                <Button
                  size="small"
                  icon={X}
                  aria-label={`Remove user property ${place + 1}`}
                  onClick={() => {
                    rows.remove(place);
                    clearErrors("userProperties");
                  }}
                >
                  Remove
                </Button>
              </div>
            </li>
          );
        })}
      </ol>
      <div className="mt-2 flex flex-wrap gap-2">
        {props.recommended.map(({ words, eventType, from, to, inClear }) => (
          <Button
            key={to}
            size="small"
            icon={Plus}
            disabled={isFull}
            onClick={() =>
              rows.append({ eventType: eventType ?? "", from, to, protection: inClear ? "clear" : "rules" })
            }
          >
            {words}
          </Button>
        ))}
        <Button
          size="small"
          icon={Plus}
          disabled={isFull}
          onClick={() => rows.append({ eventType: "", from: "", to: "", protection: "rules" })}
        >
          Add a user property
        </Button>
      </div>
      <p className="mt-2 text-xs text-ink-soft">
        Email address and phone number are sent unchanged, even if personal data is kept out of events. Change
        that in the row if Heap should not have them.
      </p>
    </fieldset>
  );
}

function RowText(props: {
  form: UseFormReturn<SourceValues>;
  place: number;
  field: "from" | "to" | "eventType";
  label: string;
  placeholder: string;
  error?: string;
}) {
  const { form, place, field, label, placeholder, error } = props;
  return (
    <Field label={label} error={error}>
      {(control) => (
        <TextInput
          {...control}
          aria-label={`${label} of user property ${place + 1}`}
          placeholder={placeholder}
          maxLength={200}
          className="font-mono"
          {...form.register(`userProperties.${place}.${field}`, {
            onChange: () => form.clearErrors("userProperties"),
            // The row says it once, under the name in Heap.
            ...(field === "to" && {
              validate: (_: string, { userProperties }: SourceValues) =>
                userPropertyProblem(userProperties, place) ?? true,
            }),
          })}
        />
      )}
    </Field>
  );
}
