"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { refreshCustomer } from "@/app/(portal)/customers/[customerId]/(overview)/use-overview";
import { changeApi } from "@/components/data/call-route";
import { useIdempotencyKey } from "@/components/data/use-idempotency-key";
import { FormDialog } from "@/components/forms/form-drawer";
import { showFieldErrors } from "@/components/forms/form-errors";
import { FormProblem } from "@/components/forms/form-problem";
import { LeaveGuard } from "@/components/forms/leave-guard";
import { useDraft } from "@/components/forms/use-draft";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field, SecretInput } from "@/components/ui/field";
import { toast } from "@/components/ui/notify";
import type { DestinationView, WebhookSecretView } from "@/lib/setup/destinations/destination-view";

const PATH = "/api/v1/customers/[customerId]/destinations/[destinationId]/webhook-secrets";

/** Takes a webhook secret of Heap's. */
export function AddWebhookSecret({
  destination,
  onClose,
}: {
  destination: DestinationView;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const keyFor = useIdempotencyKey();
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm({ defaultValues: { secret: "" } });
  const draft = useDraft(form, `webhook secret of ${destination.id}`, ["secret"]);
  const add = useMutation({
    meta: { isHandled: true },
    mutationFn: (body: { secret: string }) =>
      changeApi("POST", PATH, { params: idsOf(destination), body, idempotencyKey: keyFor(body) }),
    onSuccess: () => {
      toast.success("Webhook secret added.");
      void refreshCustomer(client, destination.customerId);
      onClose();
    },
    onError: (err) => setProblem(showFieldErrors(err, form.setError, ["secret"])),
  });
  return (
    <FormDialog isOpen onClose={onClose} title={`Add a webhook secret to “${destination.name}”`}>
      {(close) => (
        <>
          <LeaveGuard draft={draft} />
          <form
            noValidate
            onSubmit={form.handleSubmit((body) => {
              setProblem(null);
              add.mutate(body);
            })}
            className="space-y-4"
          >
            <Field
              label="Heap webhook secret"
              error={form.formState.errors.secret?.message}
              hint="In Heap: Integrations › Developer Hub › the integration › Reveal webhook secret."
            >
              {(control) => (
                <SecretInput {...control} {...form.register("secret", { required: "Enter the secret." })} />
              )}
            </Field>
            <FormProblem problem={problem} />
            <div className="flex flex-wrap justify-end gap-2">
              <Button onClick={close}>Cancel</Button>
              <Button type="submit" tone="primary" isBusy={add.isPending}>
                Add secret
              </Button>
            </div>
          </form>
        </>
      )}
    </FormDialog>
  );
}

/** Revokes a webhook secret, and says first what that means. */
export function RevokeWebhookSecret(props: {
  destination: DestinationView;
  secret: WebhookSecretView;
  onClose: () => void;
}) {
  const { destination, secret, onClose } = props;
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () =>
      changeApi("POST", `${PATH}/[webhookSecretId]/revoke`, {
        params: { ...idsOf(destination), webhookSecretId: secret.id },
      }),
    onSuccess: () => {
      toast.success("Webhook secret revoked.");
      void refreshCustomer(client, destination.customerId);
      onClose();
    },
  });
  const place = destination.webhookSecrets.findIndex(({ id }) => id === secret.id) + 1;
  const isLast = destination.webhookSecrets.length === 1;
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={`Revoke webhook secret ${place || ""} of “${destination.name}”?`}
      confirmLabel="Revoke secret"
      isBusy={revoke.isPending}
      onConfirm={() => revoke.mutate()}
    >
      <p>
        {isLast
          ? "It is the only one. Without it, updates from Heap are accepted unsigned."
          : "Updates that Heap signs with it will be refused. Revoke it only when Heap is using the other one."}
      </p>
    </ConfirmDialog>
  );
}

function idsOf({ customerId, id }: DestinationView) {
  return { customerId, destinationId: id };
}
