"use client";

import { useEffect } from "react";
import type { UseFormReturn } from "react-hook-form";
import { useSetupOptions } from "@/components/data/use-setup-options";
import { Hydrating } from "@/components/ui/hydrating";
import { RadioCards } from "@/components/ui/radio-cards";
import type { SourceView } from "@/lib/setup/sources/source-view";
import { NewNameFields } from "./new-name-fields";
import { PeopleFields } from "./people-fields";
import { RuleFields } from "./rule-fields";
import type { SourceValues } from "./source-values";
import { UserPropertyFields } from "./user-property-fields";

/** What `MoreSourceFields` folds away: loaded when it is opened. */
export function FoldedSourceFields(props: {
  form: UseFormReturn<SourceValues>;
  source: SourceView | null;
  isAskedFor: boolean;
}) {
  const { form, source, isAskedFor } = props;
  const { register, setFocus } = form;
  const options = useSetupOptions().data;

  useEffect(() => {
    // A list of rows has no field of its own: its first row has.
    if (isAskedFor) setFocus("userProperties.0.from");
  }, [isAskedFor, setFocus]);

  return (
    <div className="space-y-6 border-t border-line px-3 py-4">
      <Hydrating />
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
