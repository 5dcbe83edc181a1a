"use client";

import { type UseFormReturn, useWatch } from "react-hook-form";
import { useSetupOptions } from "@/components/data/use-setup-options";
import { Field, Select, TextInput } from "@/components/ui/field";
import { RadioCards } from "@/components/ui/radio-cards";
import type { DestinationView } from "@/lib/setup/destinations/destination-view";
import type { SetupOptions } from "@/lib/setup/setup-options";
import { IDENTIFIER_KINDS } from "@/lib/vendors/braze/destination-kinds";
import { DestinationSecretFields } from "./destination-secret-fields";
import type { DestinationValues } from "./destination-values";
import { OptionsProblem } from "./form-problem";
import { IDENTIFIER_OPTIONS, SEVERAL_USERS } from "./identifier-options";
import { KindField } from "./kind-field";

type Instance = Pick<SetupOptions["brazeInstances"][number], "id" | "restHost" | "dashboardHost">;

/** The fields of the destination form, each with where to find its value and what it does. */
export function DestinationFields(props: {
  form: UseFormReturn<DestinationValues>;
  /** Undefined for a new destination. */
  destination: DestinationView | undefined;
  /** Leaves out the secrets when they are edited elsewhere. */
  isSettingsOnly: boolean;
  /** Braze has refused the key that is typed, the one with which the destination writes. */
  isKeyRefused: boolean;
  onKeyTyped: () => void;
}) {
  const { form, destination, isSettingsOnly } = props;
  const lists = useSetupOptions();
  const options = lists.data;
  const { register, control, formState } = form;
  const { errors } = formState;
  const [kind, instance, identifierKind, whoEnters] = useWatch({
    control,
    name: ["kind", "brazeInstance", "identifierKind", "whoEnters"],
  });
  const instances: readonly Instance[] =
    options?.brazeInstances ?? (instance ? [{ id: instance, restHost: null, dashboardHost: null }] : []);
  const { restHost = null, dashboardHost = null } = instances.find(({ id }) => id === instance) ?? {};

  return (
    <>
      <Field
        label="Braze instance"
        error={errors.brazeInstance?.message}
        hint={
          <>
            {dashboardHost || !instance
              ? "The browser’s address bar shows it when you are signed in to Braze."
              : "In Braze, it is part of the REST endpoint’s address."}
            {restHost && (
              <>
                {" "}
                Its REST endpoint is <code>{restHost}</code>
                {kind === "cohort" && "; Braze shows it beside the Data Import Key"}.
              </>
            )}
          </>
        }
      >
        {(field) => (
          <Select
            key={options ? "read" : "reading"}
            {...field}
            {...register("brazeInstance", { required: "Choose the customer’s Braze instance." })}
          >
            <option value="">Choose…</option>
            {instances.map((known) => (
              <option key={known.id} value={known.id}>
                {instanceLabel(known)}
              </option>
            ))}
          </Select>
        )}
      </Field>

      {!destination && options && <KindField form={form} instances={options.brazeInstances} />}

      <RadioCards
        legend="How users are identified in Braze"
        control={register("identifierKind")}
        options={IDENTIFIER_OPTIONS.filter(({ value }) => IDENTIFIER_KINDS[kind].includes(value))}
        hint="Braze only changes users it knows, and silently ignores IDs it does not know."
      />
      {(identifierKind === "email" || identifierKind === "phone") && (
        <p className="rounded-md bg-wait-ground px-3 py-2 text-wait">{SEVERAL_USERS}</p>
      )}
      {identifierKind === "alias" && (
        <Field
          label="Alias label"
          error={errors.aliasLabel?.message}
          hint="The label under which the customer’s developers store Heap’s user ID as an alias in Braze."
        >
          {(field) => (
            <TextInput
              {...field}
              className="sm:max-w-sm"
              {...register("aliasLabel", { required: "Enter the label of the alias." })}
            />
          )}
        </Field>
      )}

      {!isSettingsOnly && (
        <RadioCards legend="Secrets" control={register("whoEnters")} options={WHO_OPTIONS} />
      )}
      {!isSettingsOnly && whoEnters === "us" && <DestinationSecretFields {...props} />}

      <Field
        label="Name of this destination"
        error={errors.name?.message}
        hint="Your team and the status page show it. Braze and Heap never see it."
      >
        {(field) => (
          <TextInput
            {...field}
            className="sm:max-w-sm"
            {...register("name", { required: "Enter a name." })}
          />
        )}
      </Field>
      {destination && (
        <p className="text-ink-soft">
          If you change how users are identified, all members of segments that use this setting are sent
          again. If you change the Braze instance, everyone in every segment is sent again, since it is
          another workspace.
        </p>
      )}
      <OptionsProblem lists={lists} />
    </>
  );
}

const SANDBOX_LABELS = new Map([
  ["sandbox", "Sandbox"],
  ["sandbox-eu", "Sandbox, EU"],
]);

function instanceLabel({ id, dashboardHost, restHost }: Instance): string {
  if (dashboardHost) return `${id} · ${dashboardHost}`;
  return restHost ? `${id} · ${restHost}` : (SANDBOX_LABELS.get(id) ?? id);
}

const WHO_OPTIONS = [
  { value: "us", title: "I’ll enter them, now or later" },
  {
    value: "customer",
    title: "Let the customer enter them",
    description:
      "You get a link to send them. It can be used once, within 7 days. Nobody on your team sees the secrets.",
  },
];
