"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { type DefaultValues, type FieldValues, type UseFormReturn, useForm } from "react-hook-form";
import { changeApi } from "@/components/data/call-api";
import { useIdempotencyKey } from "@/components/data/use-idempotency-key";
import { Button } from "@/components/ui/button";
import type { Settings } from "./edit-form";
import { showFieldErrors } from "./form-errors";
import { FormProblem } from "./form-problem";

/** Creates something of a customer; pressed twice it creates one. */
export function CreateForm<View, Values extends FieldValues, Created extends View>(props: {
  settings: Settings<View, Values>;
  customerId: string;
  /** Of the list it goes into, below `/api/v1`. */
  path: string;
  fields: (form: UseFormReturn<Values>) => ReactNode;
  saveLabel?: string;
  onSaved: (created: Created) => void;
}) {
  const { settings, customerId, path, fields, onSaved } = props;
  const { saveLabel = `Create ${settings.noun}` } = props;
  const client = useQueryClient();
  const keyFor = useIdempotencyKey();
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm<Values>({
    mode: "onChange",
    defaultValues: settings.toValues(undefined) as DefaultValues<Values>,
  });
  const create = useMutation({
    meta: { isHandled: true },
    mutationFn: (values: Values) => {
      const body = settings.toBody(values, undefined);
      return changeApi<Created>("POST", path, body, { idempotencyKey: keyFor(body) });
    },
    onSuccess: async (created) => {
      await client.invalidateQueries({ queryKey: ["customer", customerId] });
      onSaved(created);
    },
    onError: (err) => setProblem(showFieldErrors(err, form.setError, settings.shown)),
  });

  return (
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
      <Button type="submit" tone="primary" isBusy={create.isPending}>
        {saveLabel}
      </Button>
    </form>
  );
}
