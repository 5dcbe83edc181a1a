"use client";

import dynamic from "next/dynamic";
import { useEffect } from "react";
import { type UseFormReturn, useWatch } from "react-hook-form";
import { useSetupOptions } from "@/components/data/use-setup-options";
import { Field, Select, TextInput } from "@/components/ui/field";
import { RadioCards } from "@/components/ui/radio-cards";
import { REGION_WORDS } from "@/lib/kernel/audit/field-words";
import type { SourceView } from "@/lib/setup/sources/source-view";
import { OptionsProblem } from "./form-problem";
import { MoreSourceFields } from "./more-source-fields";
import { PrefixFields } from "./prefix-fields";
import type { SourceValues } from "./source-values";

// Each is shown to few: for a list of types of one's own, and for a source that exists.
const EventTypePicker = dynamic(
  () => import("./event-type-picker").then((module) => module.EventTypePicker),
  { loading: () => null },
);
const MappingPreview = dynamic(() => import("./mapping-preview").then((module) => module.MappingPreview), {
  loading: () => null,
});

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

  const chosenRegion = heapRegion ? [{ region: heapRegion, label: REGION_WORDS[heapRegion] }] : [];
  const heapRegions = options?.heapRegions ?? chosenRegion;

  useEffect(() => {
    // The folded part takes the focus itself, when it is there.
    if (startsAt && startsAt !== "userProperties") setFocus(startsAt);
  }, [startsAt, setFocus]);

  /** A list is a choice of what may reach Heap: what is new is not in it. */
  function suggestNewTypes(event: { target: { value: string } }) {
    if (source || formState.dirtyFields.newTypes) return;
    setValue("newTypes", event.target.value === "some" ? "drop" : "forward");
  }

  return (
    <>
      <div className="grid gap-x-4 gap-y-5 sm:grid-cols-2">
        <Field label="Heap app ID" error={errors.heapAppId?.message} hint={APP_ID_HINT}>
          {(field) => (
            <TextInput
              {...field}
              inputMode="numeric"
              placeholder="1234567890"
              {...register("heapAppId", {
                setValueAs: (text: string) => text.trim(),
                required: "Enter the app ID of the customer’s Heap environment.",
                pattern: {
                  value: /^\s*[0-9]{1,20}\s*$/,
                  message: "Digits only, at most 20.",
                },
              })}
            />
          )}
        </Field>
        <Field label="Heap region" error={errors.heapRegion?.message} hint={REGION_HINT}>
          {(field) => (
            <Select
              key={options ? "read" : "reading"}
              {...field}
              {...register("heapRegion", { required: "Choose the region of the customer’s Heap account." })}
            >
              <option value="">Choose…</option>
              {heapRegions.map(({ region, label }) => (
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

      <MoreSourceFields form={form} source={source} isAskedFor={startsAt === "userProperties"} />
      {source && <MappingPreview form={form} source={source} />}
      <Field
        label="Name of this source"
        error={errors.name?.message}
        hint="Your team and the status page show it. Braze and Heap never see it."
      >
        {(field) => (
          <TextInput
            {...field}
            {...register("name", { required: "Enter a name." })}
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
    In Heap: Account › Manage › Projects, the ID of the environment to send to (production and development
    have different ones). It is also in the website’s snippet: <code>heap.load("…")</code>.
  </>
);

const REGION_HINT =
  "Check the address bar when signed in to Heap: eu.heapanalytics.com is the European Union, heapanalytics.com the United States. Events sent to the wrong region do not arrive.";

const IDENTITY_OPTIONS = [
  {
    value: "external_user_id",
    title: "external_user_id: the customer’s own user ID",
    description:
      "Choose this when heap.identify is called with the ID that is the external ID in Braze. Anonymous users have none, so their events are counted as filtered and not sent.",
  },
  {
    value: "user_id",
    title: "user_id: Braze’s internal ID",
    description:
      "Choose this only when heap.identify is called with Braze’s own ID. Every Braze user has one, so events of anonymous users are sent too, each as a separate user.",
  },
];

const IDENTITY_HINT =
  "Compare one user in both tools before you choose. Heap creates a new user for every identity it does not know, so the wrong field floods Heap with users that have only Braze events.";

const FILTER_OPTIONS = [
  {
    value: "recommended",
    title: "What people did (recommended)",
    description:
      "Opens, clicks, conversions, custom events and the like. Leaves out sends, deliveries and retries, which make up most of what Braze sends and count towards the customer’s Heap plan.",
  },
  {
    value: "all",
    title: "All events that Braze sends",
    description: "You choose which in Braze.",
  },
  {
    value: "some",
    title: "Only some event types",
    description: "The rest are filtered: counted here, but not sent to Heap.",
  },
];
