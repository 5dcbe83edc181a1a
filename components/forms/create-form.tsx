"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { type DefaultValues, type FieldValues, type UseFormReturn, useForm } from "react-hook-form";
import { keyOf } from "@/components/data/address";
import { useIdempotencyKey } from "@/components/data/use-idempotency-key";
import { Button } from "@/components/ui/button";
import type { Settings } from "./edit-form";
import { showFieldErrors } from "./form-errors";
import { FormProblem } from "./form-problem";
import { LeaveGuard } from "./leave-guard";
import { useDraft } from "./use-draft";

/** Creates something of a customer; pressing twice creates one. */
export function CreateForm<
  View,
  Values extends FieldValues,
  Body extends object,
  Created extends View,
>(props: {
  settings: Settings<View, Values, Body>;
  customerId: string;
  /** Names what is created: unsaved input is kept under it while the portal is open. */
  draftKey: string;
  create: (body: Body, idempotencyKey: string) => Promise<Created>;
  fields: (form: UseFormReturn<Values>) => ReactNode;
  saveLabel?: string;
  onSaved: (created: NoInfer<Created>) => void;
  onCancel?: () => void;
}) {
  const { settings, customerId, fields, onSaved } = props;
  const { saveLabel = `Create ${settings.noun}` } = props;
  const client = useQueryClient();
  const keyFor = useIdempotencyKey();
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm<Values>({
    mode: "onChange",
    defaultValues: settings.toValues(undefined) as DefaultValues<Values>,
  });
  const draft = useDraft(form, props.draftKey, settings.secrets);
  const create = useMutation({
    meta: { isHandled: true },
    mutationFn: (values: Values) => {
      const body = settings.toBody(values, undefined);
      return props.create(body, keyFor(body));
    },
    onSuccess: async (created) => {
      draft.discard();
      await client.invalidateQueries({
        queryKey: keyOf("/api/v1/customers/[customerId]", { customerId }),
      });
      onSaved(created);
    },
    onError: (err) => setProblem(showFieldErrors(err, form.setError, settings.shown)),
  });

  return (
    <>
      <LeaveGuard draft={draft} />
      <form
        noValidate
        onSubmit={form.handleSubmit((values) => {
          setProblem(null);
          create.mutate(values);
        })}
        className="space-y-6"
      >
        {fields(form)}
        <FormProblem problem={problem} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" tone="primary" isBusy={create.isPending}>
            {saveLabel}
          </Button>
          {props.onCancel && <Button onClick={props.onCancel}>Cancel</Button>}
        </div>
      </form>
    </>
  );
}
