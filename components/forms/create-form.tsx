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

/** Creates something of a customer; pressing twice creates one. */
export function CreateForm<
  View,
  Values extends FieldValues,
  Body extends object,
  Created extends View,
>(props: {
  settings: Settings<View, Values, Body>;
  customerId: string;
  create: (body: Body, idempotencyKey: string) => Promise<Created>;
  fields: (form: UseFormReturn<Values>) => ReactNode;
  saveLabel?: string;
  onSaved: (created: NoInfer<Created>) => void;
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
  const create = useMutation({
    meta: { isHandled: true },
    mutationFn: (values: Values) => {
      const body = settings.toBody(values, undefined);
      return props.create(body, keyFor(body));
    },
    onSuccess: async (created) => {
      await client.invalidateQueries({
        queryKey: keyOf("/api/v1/customers/[customerId]", { customerId }),
      });
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
