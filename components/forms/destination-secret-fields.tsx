"use client";

import { type UseFormReturn, useWatch } from "react-hook-form";
import { Field, SecretInput } from "@/components/ui/field";
import type { DestinationView } from "@/lib/setup/destinations/destination-view";
import { BRAZE_KEYS } from "@/lib/vendors/braze/destination-kinds";
import type { DestinationValues } from "./destination-values";
import { SaveRefusedKey } from "./refused-key";

const KEEP = "One is set. Leave empty to keep it.";

type KeyField = (typeof BRAZE_KEYS)[DestinationView["kind"]]["field"];

/** Where in Braze each key is, and what it is for. */
const KEY_HINTS = {
  cohort: {
    dataImportKey: "In Braze: Partner Integrations › Technology Partners › Heap, under Data Import Key.",
    restApiKey:
      "For the match check, which asks Braze how many IDs in a sample it knows, and for deleting users in Braze. In Braze: Settings › APIs and Identifiers, a key with the permission users.export.ids, and users.delete for deletions.",
  },
  attribute: {
    dataImportKey: "",
    restApiKey:
      "In Braze: Settings › APIs and Identifiers › API Keys. Create a key with the permissions users.track, which sets the attributes, and users.export.ids, for the match check. They cannot be changed later.",
  },
} as const;

/** The secrets of a destination: the key with which it writes first, then what is optional. */
export function DestinationSecretFields(props: {
  form: UseFormReturn<DestinationValues>;
  /** Undefined for a new destination. */
  destination: DestinationView | undefined;
  /** Braze has refused the key that is typed. */
  isKeyRefused: boolean;
  onKeyTyped: () => void;
}) {
  const { destination, isKeyRefused, onKeyTyped } = props;
  const { register, setValue, control, formState } = props.form;
  const { errors } = formState;
  const kind = useWatch({ control, name: "kind" });
  const secrets = destination?.webhookSecrets.length ?? 0;
  const isSet: Record<KeyField, boolean> = {
    dataImportKey: destination?.hasDataImportKey ?? false,
    restApiKey: destination?.hasRestApiKey ?? false,
  };
  const { field, name } = BRAZE_KEYS[kind];
  return (
    <div className="space-y-5 rounded-md border border-line p-4">
      <Field
        key={field}
        label={name}
        error={errors[field]?.message}
        hint={`${KEY_HINTS[kind][field]} It is tested with Braze when you save. ${isSet[field] ? KEEP : "It can also be entered later."}`}
      >
        {(input) => (
          <SecretInput
            {...input}
            placeholder={isSet[field] ? "A key is set" : ""}
            {...register(field, {
              onChange: () => {
                setValue("savesRefusedKey", false);
                onKeyTyped();
              },
            })}
          />
        )}
      </Field>
      {isKeyRefused && <SaveRefusedKey onPress={() => setValue("savesRefusedKey", true)} />}
      {kind === "cohort" && (
        <Field
          label={BRAZE_KEYS.attribute.name}
          isOptional
          error={errors.restApiKey?.message}
          hint={`${KEY_HINTS.cohort.restApiKey} ${isSet.restApiKey ? KEEP : ""}`}
        >
          {(input) => (
            <SecretInput
              {...input}
              placeholder={isSet.restApiKey ? "A key is set" : ""}
              {...register("restApiKey")}
            />
          )}
        </Field>
      )}
      {secrets === 0 ? (
        <Field
          label="Heap webhook secret"
          isOptional
          error={errors.webhookSecret?.message}
          hint="In Heap: Integrations › Developer Hub › the integration › Reveal webhook secret. It exists only once the integration is saved there, so you may have to add it in the last step."
        >
          {(input) => <SecretInput {...input} {...register("webhookSecret")} />}
        </Field>
      ) : (
        <p className="text-ink-soft">
          {secrets === 1
            ? "A Heap webhook secret is set."
            : "Two Heap webhook secrets are set, so you can switch without interruption."}{" "}
          Updates from Heap are accepted only with a valid signature.
        </p>
      )}
    </div>
  );
}
