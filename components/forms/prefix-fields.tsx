"use client";

import { type UseFormReturn, useWatch } from "react-hook-form";
import { Field, TextInput } from "@/components/ui/field";
import { Switch } from "@/components/ui/switch";
import type { SourceValues } from "./source-values";

/** The prefix on or off, with an event as Heap will show it. */
export function PrefixFields(props: {
  form: UseFormReturn<SourceValues>;
  defaultPrefix: string | undefined;
}) {
  const { register, control, setValue, formState } = props.form;
  const [hasPrefix, prefix] = useWatch({ control, name: ["hasPrefix", "prefix"] });
  const put = hasPrefix ? prefix.trim() : "";

  function setPrefix(isOn: boolean) {
    setValue("hasPrefix", isOn, { shouldDirty: true });
    if (isOn && prefix.trim() === "" && props.defaultPrefix) setValue("prefix", props.defaultPrefix);
  }

  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-medium">Prefix</legend>
      <div className="flex items-center gap-3">
        <Switch checked={hasPrefix} onCheckedChange={setPrefix} label="Put a prefix before names" />
        <span className="text-ink-soft">Put a prefix before the names of events and properties</span>
      </div>
      {hasPrefix && (
        <div className="mt-3 sm:max-w-xs">
          <Field label="Prefix text" error={formState.errors.prefix?.message}>
            {(field) => (
              <TextInput
                {...field}
                maxLength={40}
                {...register("prefix", {
                  validate: (text, { hasPrefix }) =>
                    !hasPrefix || text.trim() !== "" || "Enter a prefix, or turn it off.",
                })}
              />
            )}
          </Field>
        </div>
      )}
      <dl
        aria-label="Example"
        className="mt-3 grid gap-x-4 gap-y-1 rounded-md bg-raised px-3 py-2 text-xs sm:grid-cols-[auto_1fr]"
      >
        <dt className="text-ink-soft">An opened e-mail arrives in Heap as</dt>
        <dd className="font-mono [overflow-wrap:anywhere]">{put}Email Open</dd>
        <dt className="text-ink-soft">and its campaign’s name as</dt>
        <dd className="font-mono [overflow-wrap:anywhere]">{put}campaign_name</dd>
      </dl>
    </fieldset>
  );
}
