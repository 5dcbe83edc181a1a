"use client";

import { Plus, X } from "lucide-react";
import { type UseFormReturn, useFieldArray } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Select, TextInput } from "@/components/ui/field";
import type { SetupOptions } from "@/lib/setup/setup-options";
import type { SourceValues } from "./source-values";

const MAX_RULES = 50;

/** Which values of events become properties of users in Heap: rows of one's own, and the recommended ones to add. */
export function UserPropertyFields(props: {
  form: UseFormReturn<SourceValues>;
  recommended: SetupOptions["userProperties"];
}) {
  const { control, register, formState } = props.form;
  const rows = useFieldArray({ control, name: "userProperties" });
  const isFull = rows.fields.length >= MAX_RULES;

  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-medium">User properties in Heap</legend>
      <p className="text-xs text-ink-soft">
        Values that Heap keeps for each user, always the latest, such as a subscription. Without rows, Heap
        gets events only. <code>{"{channel}"}</code> in a name is that property of the event. Removing a row
        does not remove what Heap has.
      </p>
      <ol className="mt-2 space-y-2">
        {rows.fields.map((row, place) => {
          const errors = formState.errors.userProperties?.[place];
          return (
            <li key={row.id} className="flex flex-wrap items-start gap-2 rounded-md border border-line p-2">
              <div className="min-w-0 flex-1 basis-40">
                <TextInput
                  aria-label={`Value of user property ${place + 1}`}
                  placeholder="subscription_status"
                  maxLength={200}
                  className="font-mono"
                  {...register(`userProperties.${place}.from`)}
                />
              </div>
              <div className="min-w-0 flex-1 basis-40">
                <TextInput
                  aria-label={`Name of user property ${place + 1}`}
                  placeholder="braze_{channel}_subscription"
                  maxLength={200}
                  aria-invalid={errors?.to ? true : undefined}
                  className="font-mono"
                  {...register(`userProperties.${place}.to`, {
                    validate: (name) =>
                      !/^(id|user_id)$/i.test(name.trim()) ||
                      "Heap does not allow this name. Choose another.",
                  })}
                />
              </div>
              <Button
                icon={X}
                aria-label={`Remove user property ${place + 1}`}
                onClick={() => rows.remove(place)}
              />
              <div className="basis-full">
                <TextInput
                  aria-label={`Event type of user property ${place + 1}`}
                  placeholder="All event types"
                  maxLength={200}
                  className="font-mono"
                  {...register(`userProperties.${place}.eventType`)}
                />
              </div>
              <Select
                aria-label={`Personal data in user property ${place + 1}`}
                className="w-auto!"
                {...register(`userProperties.${place}.protection`)}
              >
                <option value="rules">Follows the rules for properties</option>
                <option value="clear">Sent as it is, even if a rule drops or hashes it</option>
              </Select>
              {errors?.to && (
                <p role="alert" className="w-full text-xs font-medium text-bad">
                  {errors.to.message}
                </p>
              )}
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
          Another value
        </Button>
      </div>
      <p className="mt-2 text-xs text-ink-soft">
        E-mail address and phone number are sent as they are, also if personal data is kept out of events.
        Change that in the row if Heap should not have them.
      </p>
    </fieldset>
  );
}
