"use client";

import type { UseFormReturn } from "react-hook-form";
import { Field, TextArea } from "@/components/ui/field";
import { RadioCards } from "@/components/ui/radio-cards";
import type { SourceValues } from "./source-values";

/** Who counts as a person: opens and clicks by machines, and ids that are nobody's. */
export function PeopleFields({ form }: { form: UseFormReturn<SourceValues> }) {
  const { register, formState } = form;
  return (
    <>
      <RadioCards
        legend="Opens and clicks by bots"
        control={register("machineEvents")}
        options={MACHINE_OPTIONS}
        hint="As reported by Braze: email opens with machine_open, and clicks it suspects came from a bot."
      />
      <div className="grid gap-x-4 gap-y-5 sm:grid-cols-2">
        <Field
          label="More placeholders"
          isOptional
          error={formState.errors.placeholders?.message}
          hint="IDs that belong to nobody, one per line. Events with one are quarantined. Common ones such as “0”, “none” and “anonymous” are already known."
        >
          {(field) => <TextArea {...field} {...register("placeholders")} />}
        </Field>
        <Field
          label="Allowed identities"
          isOptional
          error={formState.errors.allowedIdentities?.message}
          hint="IDs that look like placeholders but belong to a person, one per line. “[REDACTED]” and the users in Braze’s samples are never allowed."
        >
          {(field) => <TextArea {...field} {...register("allowedIdentities")} />}
        </Field>
      </div>
    </>
  );
}

const MACHINE_OPTIONS = [
  {
    value: "forward",
    title: "Forward them like others",
    description: "Heap counts them as the person’s own.",
  },
  {
    value: "mark",
    title: "Mark them",
    description: "They get the property is_machine, so you can exclude them from charts in Heap.",
  },
  {
    value: "drop",
    title: "Leave them out",
    description: "They are filtered: counted here, but not sent to Heap.",
  },
];
