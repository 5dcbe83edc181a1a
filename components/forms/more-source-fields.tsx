"use client";

import { ChevronRight } from "lucide-react";
import { useEffect, useState } from "react";
import { type UseFormReturn, useWatch } from "react-hook-form";
import { useSetupOptions } from "@/components/data/use-setup-options";
import { RadioCards } from "@/components/ui/radio-cards";
import type { SourceView } from "@/lib/setup/sources/source-view";
import { NewNameFields } from "./new-name-fields";
import { PeopleFields } from "./people-fields";
import { RuleFields } from "./rule-fields";
import { SOURCE, type SourceValues } from "./source-values";
import { UserPropertyFields } from "./user-property-fields";

/** The fields that most sources leave as they are. */
const FIELDS = [
  "newTypes",
  "protectsPersonalData",
  "propertyRules",
  "userProperties",
  "propertyNames",
  "eventNames",
  "machineEvents",
  "placeholders",
  "allowedIdentities",
  "bearerToken",
] as const satisfies readonly (keyof SourceValues)[];

/**
 * The rest of the source form, folded. It opens by itself when one of its fields is asked for, holds an error, or is not as
 * it is for most sources: nobody overlooks what is set.
 */
export function MoreSourceFields(props: {
  form: UseFormReturn<SourceValues>;
  /** What is saved; null for a new source. */
  source: SourceView | null;
  isAskedFor: boolean;
}) {
  const { form, source, isAskedFor } = props;
  const { control, register, formState } = form;
  const options = useSetupOptions().data;
  const values = useWatch({ control, name: FIELDS });
  const usual = SOURCE.toValues(undefined);
  const isUsual = FIELDS.every(
    (field, place) =>
      (field === "bearerToken" && values[place] === "keep") ||
      JSON.stringify(values[place]) === JSON.stringify(usual[field]),
  );
  const hasError = FIELDS.some((field) => formState.errors[field] !== undefined);
  const mustBeSeen = isAskedFor || hasError || !isUsual;
  const [isOpen, setOpen] = useState(mustBeSeen);
  useEffect(() => {
    if (mustBeSeen) setOpen(true);
  }, [mustBeSeen]);

  return (
    <details
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="group rounded-md border border-line"
    >
      <summary className="flex cursor-pointer items-start gap-2 rounded-md px-3 py-2 hover:bg-raised">
        <ChevronRight
          aria-hidden="true"
          className="mt-0.5 size-4 shrink-0 text-ink-soft transition-transform group-open:rotate-90 motion-reduce:transition-none"
        />
        <span>
          <span className="font-medium">More settings</span>
          <span className="block text-xs text-ink-soft">
            New event types, personal data, user properties, new names, bot opens and clicks, placeholder IDs,
            bearer token. Most sources leave them as they are.
          </span>
        </span>
      </summary>
      <div className="space-y-6 border-t border-line px-3 py-4">
        <RadioCards
          legend="New event types"
          control={register("newTypes")}
          options={NEW_TYPE_OPTIONS}
          hint="What happens to an event type that is not in Braze’s documentation, until someone decides. An alert asks you to decide either way."
        />
        <RuleFields form={form} personalData={options?.personalData ?? []} />
        <UserPropertyFields form={form} recommended={options?.userProperties ?? []} />
        <NewNameFields form={form} eventTypes={options?.eventTypes ?? []} />
        <PeopleFields form={form} />

        <RadioCards
          legend="Bearer token"
          control={register("bearerToken")}
          options={bearerOptions(source?.hasBearerToken ?? null)}
        />
      </div>
    </details>
  );
}

const NEW_TYPE_OPTIONS = [
  {
    value: "forward",
    title: "Forward them",
    description: "They go to Heap right away, named after their type.",
  },
  {
    value: "hold",
    title: "Hold them",
    description: "They are held here until someone decides, and count towards the limit on queued data.",
  },
  {
    value: "drop",
    title: "Leave them out",
    description: "They are counted as filtered, and can be replayed if someone decides to forward them.",
  },
];

function bearerOptions(hasBearerToken: boolean | null) {
  const generate = {
    value: "generate",
    title: hasBearerToken ? "Replace it with a new one" : "Generate one",
    description: hasBearerToken
      ? "Requests with the old token will be refused, so enter the new one in Braze right away."
      : "Braze then sends it with every request, and requests without it are refused. It is shown next to the URL.",
  };
  const none = {
    value: "none",
    title: hasBearerToken ? "Remove it" : "None",
    description: "Knowing the secret URL is then enough to send.",
  };
  if (hasBearerToken === null) return [generate, none];
  const keep = { value: "keep", title: hasBearerToken ? "Keep the current one" : "No token" };
  return hasBearerToken ? [keep, generate, none] : [keep, generate];
}
