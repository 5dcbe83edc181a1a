"use client";

import { ArrowUp, ChevronRight, Plus, X } from "lucide-react";
import { type UseFormReturn, useFieldArray, useWatch } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Select, TextInput } from "@/components/ui/field";
import { Switch } from "@/components/ui/switch";
import { ACTION_WORDS } from "@/lib/kernel/audit/field-words";
import type { SetupOptions } from "@/lib/setup/setup-options";
import { ruleProblem } from "./row-problems";
import type { SourceValues } from "./source-values";

const MAX_RULES = 100;

/** What Heap does not get of an event's properties: the recommended rules on or off, and rules of one's own. */
export function RuleFields(props: {
  form: UseFormReturn<SourceValues>;
  personalData: SetupOptions["personalData"];
}) {
  const { form, personalData } = props;
  const { control, register, setValue, clearErrors, formState } = form;
  const rows = useFieldArray({ control, name: "propertyRules" });
  const isProtecting = useWatch({ control, name: "protectsPersonalData" });

  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-medium">Properties and personal data</legend>
      <div className="flex items-center gap-3">
        <Switch
          checked={isProtecting}
          onCheckedChange={(isOn) => setValue("protectsPersonalData", isOn, { shouldDirty: true })}
          label="Protect personal data"
        />
        <span className="text-ink-soft">
          Keep personal data out of Heap: email addresses, phone numbers, push tokens, what people wrote
        </span>
      </div>
      <Recommended rules={personalData} />

      <p className="mt-4 font-medium">Your own rules</p>
      <p className="text-xs text-ink-soft">
        For properties by their name in Braze, such as <code>email_address</code>, <code>products.price</code>{" "}
        or <code>*phone*</code>, where <code>*</code> is any text. A rule for a name also applies to
        everything below it. The first matching rule wins; the recommended ones come last. The identity is
        never changed.
      </p>
      <ol className="mt-2 space-y-2">
        {rows.fields.map((row, place) => (
          <li key={row.id} className="flex flex-wrap items-start gap-2">
            <div className="min-w-0 flex-1 basis-full sm:basis-44">
              <TextInput
                aria-label={`Property of rule ${place + 1}`}
                placeholder="*email*"
                maxLength={200}
                aria-invalid={formState.errors.propertyRules?.[place] ? true : undefined}
                className="font-mono"
                {...register(`propertyRules.${place}.pattern`, {
                  onChange: () => clearErrors("propertyRules"),
                  validate: (_, { propertyRules }) => ruleProblem(propertyRules, place) ?? true,
                })}
              />
            </div>
            <Select
              aria-label={`Action of rule ${place + 1}`}
              className="w-auto!"
              {...register(`propertyRules.${place}.action`)}
            >
              {Object.entries(ACTION_WORDS).map(([action, words]) => (
                <option key={action} value={action}>
                  {words}
                </option>
              ))}
            </Select>
            <Button
              icon={ArrowUp}
              aria-label={`Move rule ${place + 1} up`}
              disabled={place === 0}
              onClick={() => rows.swap(place, place - 1)}
            />
            <Button
              icon={X}
              aria-label={`Remove rule ${place + 1}`}
              onClick={() => {
                rows.remove(place);
                clearErrors("propertyRules");
              }}
            />
            {formState.errors.propertyRules?.[place]?.pattern && (
              <p role="alert" className="w-full text-xs font-medium text-bad">
                {formState.errors.propertyRules[place].pattern.message}
              </p>
            )}
          </li>
        ))}
      </ol>
      <Button
        size="small"
        icon={Plus}
        className="mt-2"
        disabled={rows.fields.length >= MAX_RULES}
        onClick={() => rows.append({ pattern: "", action: "drop" })}
      >
        Add a rule
      </Button>
      <p className="mt-2 text-xs text-ink-soft">
        Drop: Heap does not get the property. Hash: Heap gets a code instead, always the same for the same
        value of this customer, so users and devices can still be counted. Keep: Heap gets it unchanged.
      </p>
    </fieldset>
  );
}

function Recommended({ rules }: { rules: SetupOptions["personalData"] }) {
  return (
    <details className="group mt-2 text-xs">
      <summary className="tappable flex w-fit cursor-pointer items-center gap-1 font-medium text-ink-soft hover:text-ink">
        <ChevronRight
          aria-hidden="true"
          className="size-3.5 transition-transform group-open:rotate-90 motion-reduce:transition-none"
        />
        What this covers
      </summary>
      <p className="mt-2 text-ink-soft">
        It goes by name, in any spelling: <code>* email</code> matches userEmail and user_email. It does not
        look for addresses inside URLs or other values.
      </p>
      <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
        {(["keep", "drop", "hash"] as const).map((action) => (
          <div key={action} className="contents">
            <dt className="text-ink-soft">{ACTION_WORDS[action]}</dt>
            <dd className="font-mono [overflow-wrap:anywhere]">
              {rules
                .filter((rule) => rule.action === action)
                .map(({ pattern }) => pattern)
                .join(", ")}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
