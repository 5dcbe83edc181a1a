"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { refreshCustomer } from "@/app/(portal)/customers/[customerId]/(overview)/use-overview";
import { changeApi } from "@/components/data/call-route";
import { useIdempotencyKey } from "@/components/data/use-idempotency-key";
import { showFieldErrors } from "@/components/forms/form-errors";
import { LeaveGuard } from "@/components/forms/leave-guard";
import { useDraft } from "@/components/forms/use-draft";
import { Button } from "@/components/ui/button";
import { Field, SecretInput } from "@/components/ui/field";
import { Hydrating } from "@/components/ui/hydrating";

/** Adds the webhook secret that Heap reveals once its integration is saved. */
export function WebhookSecretForm({
  customerId,
  destinationId,
}: {
  customerId: string;
  destinationId: string;
}) {
  const client = useQueryClient();
  const keyFor = useIdempotencyKey();
  const form = useForm({ defaultValues: { secret: "" } });
  const draft = useDraft(form, `webhook secret of ${destinationId}`, ["secret"]);
  const { errors } = form.formState;
  const add = useMutation({
    mutationFn: (values: { secret: string }) =>
      changeApi("POST", "/api/v1/customers/[customerId]/destinations/[destinationId]/webhook-secrets", {
        params: { customerId, destinationId },
        body: values,
        idempotencyKey: keyFor(values),
      }),
    onSuccess: () => {
      form.reset();
      return refreshCustomer(client, customerId);
    },
    onError: (err) => {
      const rest = showFieldErrors(err, form.setError, ["secret"]);
      if (rest) form.setError("secret", { message: rest });
    },
    meta: { isHandled: true },
  });

  return (
    <>
      <Hydrating />
      <LeaveGuard draft={draft} />
      <form noValidate onSubmit={form.handleSubmit((values) => add.mutate(values))}>
        <Field
          label="Heap webhook secret"
          error={errors.secret?.message}
          hint="In Heap: Integrations › Developer Hub › the integration › Reveal webhook secret."
        >
          {(field) => (
            <div className="flex flex-wrap gap-2">
              <div className="min-w-0 flex-1 basis-48">
                <SecretInput
                  {...field}
                  {...form.register("secret", { required: "Enter the secret from Heap." })}
                />
              </div>
              <Button type="submit" isBusy={add.isPending}>
                Save secret
              </Button>
            </div>
          )}
        </Field>
      </form>
    </>
  );
}
