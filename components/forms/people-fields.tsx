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
        legend="Opens and clicks by machines"
        control={register("machineEvents")}
        options={MACHINE_OPTIONS}
        hint="As far as Braze says so: machine_open of e-mail opens, and clicks it suspects of a bot."
      />
      <div className="grid gap-x-4 gap-y-5 sm:grid-cols-2">
        <Field
          label="More placeholders"
          isOptional
          error={formState.errors.placeholders?.message}
          hint="Ids that belong to nobody, one a line. Events that carry one are quarantined. Usual ones such as “0”, “none” and “anonymous” are known."
        >
          {(field) => <TextArea {...field} {...register("placeholders")} />}
        </Field>
        <Field
          label="Allowed identities"
          isOptional
          error={formState.errors.allowedIdentities?.message}
          hint="Ids that look like placeholders but belong to a person, one a line. “[REDACTED]” and the users of Braze’s samples never are."
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
    description: "Heap counts them as the person’s.",
  },
  {
    value: "mark",
    title: "Mark them",
    description: "They get the property is_machine, by which they can be left out of a chart in Heap.",
  },
  {
    value: "drop",
    title: "Leave them out",
    description: "They are filtered: counted here, and never in Heap.",
  },
];
