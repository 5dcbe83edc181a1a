"use client";

import { useEffect } from "react";
import { type UseFormReturn, useWatch } from "react-hook-form";
import { useSetupOptions } from "@/components/data/use-setup-options";
import { Field, Select, TextInput } from "@/components/ui/field";
import { RadioCards } from "@/components/ui/radio-cards";
import type { SourceView } from "@/lib/setup/sources/source-view";
import { EventTypePicker } from "./event-type-picker";
import { OptionsProblem } from "./form-problem";
import { MappingPreview } from "./mapping-preview";
import { NameFields } from "./name-fields";
import { PeopleFields } from "./people-fields";
import { PrefixFields } from "./prefix-fields";
import { RuleFields } from "./rule-fields";
import type { SourceValues } from "./source-values";
import { UserPropertyFields } from "./user-property-fields";

/** Where the form can begin. */
export type SourceStart = "identityField" | "heapAppId" | "userProperties";

/** The fields of the source form, each with where to find its value and what it does. */
export function SourceFields(props: {
  form: UseFormReturn<SourceValues>;
  /** What is saved; null for a new source. */
  source: SourceView | null;
  startsAt: SourceStart | null;
}) {
  const { form, source, startsAt } = props;
  const lists = useSetupOptions();
  const options = lists.data;
  const { register, formState, control, setValue, setFocus } = form;
  const { errors } = formState;
  const [filter, eventTypes, heapRegion] = useWatch({
    control,
    name: ["filter", "eventTypes", "heapRegion"],
  });

  useEffect(() => {
    // A list of rows has no field of its own: its first row has.
    if (startsAt === "userProperties") setFocus("userProperties.0.from");
    else if (startsAt) setFocus(startsAt);
  }, [startsAt, setFocus]);

  /** A list is a choice of what may reach Heap: what is new is not in it. */
  function suggestNewTypes(event: { target: { value: string } }) {
    if (source || formState.dirtyFields.newTypes) return;
    setValue("newTypes", event.target.value === "some" ? "drop" : "forward");
  }

  return (
    <>
      <div className="grid gap-x-4 gap-y-5 sm:grid-cols-2">
        <Field label="Heap app id" error={errors.heapAppId?.message} hint={APP_ID_HINT}>
          {(field) => (
            <TextInput
              {...field}
              inputMode="numeric"
              placeholder="1234567890"
              {...register("heapAppId", {
                setValueAs: (text: string) => text.trim(),
                required: "Enter the app id of the customer’s Heap environment.",
                pattern: {
                  value: /^\s*[0-9]{1,20}\s*$/,
                  message: "Digits only, at most 20: it is a number.",
                },
              })}
            />
          )}
        </Field>
        <Field label="Heap region" error={errors.heapRegion?.message} hint={REGION_HINT}>
          {(field) => (
            <Select key={options ? "read" : "reading"} {...field} {...register("heapRegion")}>
              {(options?.heapRegions ?? [{ region: heapRegion, label: "…" }]).map(({ region, label }) => (
                <option key={region} value={region}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>

      <RadioCards
        legend="Identity in Heap"
        control={register("identityField")}
        options={IDENTITY_OPTIONS}
        hint={IDENTITY_HINT}
      />
      <PrefixFields form={form} defaultPrefix={options?.defaultPrefix} />

      <div className="space-y-2">
        <RadioCards
          legend="Events to forward"
          control={register("filter", { onChange: suggestNewTypes })}
          options={FILTER_OPTIONS}
        />
        {filter === "some" && (
          <EventTypePicker
            eventTypes={options?.eventTypes ?? []}
            value={eventTypes}
            onChange={(types) => setValue("eventTypes", types, { shouldDirty: true })}
          />
        )}
        {errors.eventTypes && (
          <p role="alert" className="text-xs font-medium text-bad">
            {errors.eventTypes.message}
          </p>
        )}
      </div>

      <RadioCards
        legend="New event types"
        control={register("newTypes")}
        options={NEW_TYPE_OPTIONS}
        hint="What becomes of a type that Braze’s documentation does not name, until someone decides. A notice asks for the decision in any case."
      />
      <RuleFields form={form} personalData={options?.personalData ?? []} />
      <UserPropertyFields form={form} recommended={options?.userProperties ?? []} />
      <NameFields form={form} eventTypes={options?.eventTypes ?? []} />
      {source && <MappingPreview form={form} source={source} />}
      <PeopleFields form={form} />

      <RadioCards
        legend="Bearer token"
        control={register("bearerToken")}
        options={bearerOptions(source?.hasBearerToken ?? null)}
      />
      <Field
        label="Name of this source"
        error={errors.name?.message}
        hint="For your team; Braze and Heap never see it."
      >
        {(field) => (
          <TextInput
            {...field}
            {...register("name", { required: "Give it a name." })}
            className="sm:max-w-sm"
          />
        )}
      </Field>
      <OptionsProblem lists={lists} />
    </>
  );
}

const APP_ID_HINT = (
  <>
    In Heap: Account › Manage › Projects, the id of the environment to fill (production has one, development
    another). It is also in the website’s snippet: <code>heap.load("…")</code>.
  </>
);

const REGION_HINT =
  "Look at the address when signed in to Heap: eu.heapanalytics.com is the European Union, heapanalytics.com the United States. Events sent to the wrong region do not arrive.";

const IDENTITY_OPTIONS = [
  {
    value: "external_user_id",
    title: "external_user_id: the customer’s own user id",
    description:
      "Right when heap.identify is called with the id that is the external ID in Braze. Anonymous users have none: their events are filtered and counted, not sent.",
  },
  {
    value: "user_id",
    title: "user_id: Braze’s internal id",
    description:
      "Right only when heap.identify is called with Braze’s own id. Every Braze user has one, so events of anonymous users are sent too, each as a user of its own.",
  },
];

const IDENTITY_HINT =
  "Compare one user in both tools before you choose. Heap refuses nothing here: it makes a new user for every identity it does not know, so the wrong field floods Heap with users who have nothing but Braze events.";

const FILTER_OPTIONS = [
  {
    value: "recommended",
    title: "What people did (recommended)",
    description:
      "Opens, clicks, conversions, custom events and the like. Leaves out sends, deliveries and retries, which are most of what Braze sends and count towards the customer’s Heap plan.",
  },
  {
    value: "all",
    title: "All events that Braze sends",
    description: "Which ones that are is picked in Braze.",
  },
  {
    value: "some",
    title: "Only some event types",
    description: "The others are filtered: they are counted here and never reach Heap.",
  },
];

const NEW_TYPE_OPTIONS = [
  {
    value: "forward",
    title: "Forward them",
    description: "They reach Heap at once, named after their type.",
  },
  {
    value: "hold",
    title: "Hold them",
    description: "They wait here until someone decides. What waits counts towards the most that may wait.",
  },
  {
    value: "drop",
    title: "Leave them out",
    description:
      "They are counted as filtered, and can be replayed once someone has decided to forward them.",
  },
];

function bearerOptions(hasBearerToken: boolean | null) {
  const generate = {
    value: "generate",
    title: hasBearerToken ? "Replace it by a new one" : "Generate one",
    description: hasBearerToken
      ? "Batches with the old token are refused from then on: enter the new one in Braze at once."
      : "Braze then sends it with every batch, and a batch without it is refused. You find it beside the URL.",
  };
  const none = {
    value: "none",
    title: hasBearerToken ? "Remove it" : "None",
    description: "The secret address alone lets a batch in.",
  };
  if (hasBearerToken === null) return [generate, none];
  const keep = { value: "keep", title: hasBearerToken ? "Keep the one that is set" : "None, as it is" };
  return hasBearerToken ? [keep, generate, none] : [keep, generate];
}
