"use client";

import { type UseFormReturn, useWatch } from "react-hook-form";
import { Field, TextInput } from "@/components/ui/field";
import { Switch } from "@/components/ui/switch";
import { type SourceValues, USUAL_CATALOG_PREFIX } from "./source-values";

/** The prefixes on or off, with events as Heap will show them. */
export function PrefixFields(props: {
  form: UseFormReturn<SourceValues>;
  defaultPrefix: string | undefined;
}) {
  const { control, setValue } = props.form;
  const [hasPrefix, prefix, hasCatalogPrefix, catalogPrefix] = useWatch({
    control,
    name: ["hasPrefix", "prefix", "hasCatalogPrefix", "catalogPrefix"],
  });

  function setPrefix(isOn: boolean) {
    setValue("hasPrefix", isOn, { shouldDirty: true });
    if (isOn && prefix.trim() === "" && props.defaultPrefix) setValue("prefix", props.defaultPrefix);
  }

  function setCatalogPrefix(isOn: boolean) {
    setValue("hasCatalogPrefix", isOn, { shouldDirty: true });
    if (isOn && catalogPrefix.trim() === "") setValue("catalogPrefix", USUAL_CATALOG_PREFIX);
  }

  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 font-medium">Prefix</legend>
      <div className="flex items-center gap-3">
        <Switch checked={hasPrefix} onCheckedChange={setPrefix} label="Put a prefix before names" />
        <span className="text-ink-soft">Put a prefix before the names of events and properties</span>
      </div>
      {hasPrefix && <PrefixText form={props.form} name="prefix" label="Prefix text" />}
      <div className="mt-3 flex items-center gap-3">
        <Switch
          checked={hasCatalogPrefix}
          onCheckedChange={setCatalogPrefix}
          label="Use a separate prefix for Braze’s own events"
        />
        <span className="text-ink-soft">
          Put a separate prefix before the names of Braze’s own events, so that a custom event of the same
          name stays distinct
        </span>
      </div>
      {hasCatalogPrefix && (
        <PrefixText form={props.form} name="catalogPrefix" label="Prefix of Braze’s own events" />
      )}
      <Example
        prefix={hasPrefix ? prefix.trim() : ""}
        catalogPrefix={hasCatalogPrefix ? catalogPrefix.trimStart() : null}
      />
    </fieldset>
  );
}

function PrefixText(props: {
  form: UseFormReturn<SourceValues>;
  name: "prefix" | "catalogPrefix";
  label: string;
}) {
  const { form, name, label } = props;
  const isOn = name === "prefix" ? "hasPrefix" : "hasCatalogPrefix";
  return (
    <div className="mt-3 sm:max-w-xs">
      <Field label={label} error={form.formState.errors[name]?.message}>
        {(field) => (
          <TextInput
            {...field}
            maxLength={40}
            {...form.register(name, {
              validate: (text, values) =>
                !values[isOn] || text.trim() !== "" || "Enter a prefix, or turn it off.",
            })}
          />
        )}
      </Field>
    </div>
  );
}

function Example({ prefix, catalogPrefix }: { prefix: string; catalogPrefix: string | null }) {
  return (
    <dl
      aria-label="Example"
      className="mt-3 grid gap-x-4 gap-y-1 rounded-md bg-raised px-3 py-2 text-xs sm:grid-cols-[auto_1fr]"
    >
      <ExampleRow what="An opened email arrives in Heap as" name={`${catalogPrefix ?? prefix}Email Open`} />
      <ExampleRow what="and its campaign’s name as" name={`${prefix}campaign_name`} />
      {catalogPrefix !== null && (
        <ExampleRow what="A custom event called “Email Open” arrives as" name={`${prefix}Email Open`} />
      )}
    </dl>
  );
}

function ExampleRow({ what, name }: { what: string; name: string }) {
  return (
    <>
      <dt className="text-ink-soft">{what}</dt>
      <dd className="font-mono whitespace-pre-wrap [overflow-wrap:anywhere]">{name}</dd>
    </>
  );
}
