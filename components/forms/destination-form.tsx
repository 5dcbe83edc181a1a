"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { ApiError, changeApi, readApi } from "@/components/data/call-api";
import { useIdempotencyKey } from "@/components/data/use-idempotency-key";
import { useSetupOptions } from "@/components/data/use-setup-options";
import { Button } from "@/components/ui/button";
import type {
  CreatedDestinationView,
  DestinationView,
  WebhookSecretView,
} from "@/lib/setup/destinations/destination-view";
import { DestinationFields } from "./destination-fields";
import { type DestinationValues, destinationBody, destinationValues } from "./destination-values";
import { showFieldErrors } from "./form-errors";
import { FormProblem } from "./form-problem";

/** A destination as its creation or its edit answered it; a new address is in there this once. */
export type SavedDestination = DestinationView | CreatedDestinationView;

/** Creates a destination, or edits the one given. Secrets that are left empty stay as they are; none is ever shown. */
export function DestinationForm(props: {
  customerId: string;
  destination?: DestinationView;
  onSaved: (saved: SavedDestination) => void;
  /** What the button says. */
  saveLabel?: string;
}) {
  const {
    customerId,
    onSaved,
    saveLabel = props.destination ? "Save destination" : "Create destination",
  } = props;
  // What this edit started from: whatever others save meanwhile does not slip under what is typed here.
  const [seen, setSeen] = useState(props.destination);
  const [problem, setProblem] = useState<string | null>(null);
  const options = useSetupOptions();
  const keyFor = useIdempotencyKey();
  const form = useForm<DestinationValues>({ mode: "onChange", defaultValues: destinationValues(seen) });
  const path = `/customers/${customerId}/destinations`;

  async function saveValues(values: DestinationValues): Promise<SavedDestination> {
    const body = destinationBody(values);
    const secret = values.whoEnters === "us" ? values.webhookSecret.trim() : "";
    if (!seen) {
      const created = { ...body, ...(secret && { webhookSecret: secret }) };
      return changeApi<SavedDestination>("POST", path, created, { idempotencyKey: keyFor(created) });
    }

    const changed = await changeApi<DestinationView>("PATCH", `${path}/${seen.id}`, {
      version: seen.version,
      ...body,
    });
    setSeen(changed);
    if (!secret) return changed;

    const added = { secret };
    const webhookSecret = await changeApi<WebhookSecretView>(
      "POST",
      `${path}/${seen.id}/webhook-secrets`,
      added,
      {
        idempotencyKey: keyFor(added),
      },
    ).catch((err: unknown) => {
      throw err instanceof ApiError ? asWebhookSecretError(err) : err;
    });
    return { ...changed, webhookSecrets: [...changed.webhookSecrets, webhookSecret] };
  }

  const save = useMutation({
    mutationFn: saveValues,
    onSuccess: (answer) => {
      setSeen(answer);
      form.reset(destinationValues(answer));
      onSaved(answer);
    },
    onError: (err) => setProblem(showFieldErrors(err, form.setError, FIELD_NAMES)),
    meta: { isHandled: true },
  });

  const reload = useMutation({
    mutationFn: () => readApi<DestinationView>(`${path}/${seen?.id}`),
    onSuccess: (current) => {
      setSeen(current);
      form.reset(destinationValues(current));
      setProblem(null);
    },
  });

  function submit(values: DestinationValues) {
    setProblem(null);
    save.mutate(values);
  }

  const isConflict = save.error instanceof ApiError && save.error.code === "conflict" && seen !== undefined;
  return (
    <form noValidate onSubmit={form.handleSubmit(submit)} className="space-y-6">
      <DestinationFields form={form} options={options.data} destination={seen} />
      <FormProblem
        problem={options.error && `What can be chosen could not be read: ${options.error.message}`}
        action={{ label: "Try again", isBusy: options.isFetching, onClick: () => options.refetch() }}
      />
      <FormProblem
        problem={problem}
        action={
          isConflict
            ? { label: "Load what is saved", isBusy: reload.isPending, onClick: reload.mutate }
            : undefined
        }
      />
      <Button type="submit" tone="primary" isBusy={save.isPending}>
        {saveLabel}
      </Button>
    </form>
  );
}

/** The API calls the field `secret` where the form calls it the webhook secret. */
function asWebhookSecretError(err: ApiError): ApiError {
  const { secret } = err.fields;
  return secret ? new ApiError(err.status, err.code, err.message, { webhookSecret: secret }) : err;
}

const FIELD_NAMES = [
  "name",
  "brazeInstance",
  "identifierKind",
  "aliasLabel",
  "dataImportKey",
  "restApiKey",
  "webhookSecret",
] as const;
