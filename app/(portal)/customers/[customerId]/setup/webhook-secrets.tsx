"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { refreshCustomer } from "@/app/(portal)/customers/[customerId]/(overview)/use-overview";
import { changeApi } from "@/components/data/call-route";
import { useIdempotencyKey } from "@/components/data/use-idempotency-key";
import { TimeAgo } from "@/components/format/time-ago";
import { FormDialog } from "@/components/forms/form-drawer";
import { showFieldErrors } from "@/components/forms/form-errors";
import { FormProblem } from "@/components/forms/form-problem";
import { LeaveGuard } from "@/components/forms/leave-guard";
import { useAskedField } from "@/components/forms/use-asked-field";
import { useDraft } from "@/components/forms/use-draft";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field, SecretInput } from "@/components/ui/field";
import { toast } from "@/components/ui/notify";
import { StatusPill } from "@/components/ui/status-pill";
import type { DestinationView, WebhookSecretView } from "@/lib/setup/destinations/destination-view";

const PATH = "/api/v1/customers/[customerId]/destinations/[destinationId]/webhook-secrets";

/** As many as the API accepts: two, so that Heap's secret can be replaced without a gap. */
const MAX_SECRETS = 2;

/** Heap's webhook secrets of a destination: that they exist, never their values. */
export function WebhookSecrets({
  destination,
  canChange,
}: {
  destination: DestinationView;
  canChange: boolean;
}) {
  const { asked, forget } = useAskedField(destination.id, ["webhookSecret"]);
  const [isAdding, setAdding] = useState(
    canChange && asked !== null && destination.webhookSecrets.length < MAX_SECRETS,
  );
  const endAdding = () => {
    setAdding(false);
    forget();
  };
  const [revoking, setRevoking] = useState<WebhookSecretView | null>(null);
  const secrets = destination.webhookSecrets;
  return (
    <li className="py-2.5 last:pb-0">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            Heap webhook secret{" "}
            <StatusPill tone={secrets.length > 0 ? "good" : "quiet"}>
              {secrets.length === 0 ? "Not set" : secrets.length === 1 ? "Set" : "Two set"}
            </StatusPill>
          </p>
          <p className="mt-0.5 text-xs text-ink-soft">
            {secrets.length === 0
              ? "Updates from Heap are accepted unsigned: knowing the secret URL is enough."
              : "Updates from Heap are accepted only with a valid signature. To replace the secret, add the new one, change it in Heap, then revoke the old one."}
          </p>
        </div>
        {canChange && secrets.length < MAX_SECRETS && (
          <Button size="small" onClick={() => setAdding(true)}>
            Add webhook secret
          </Button>
        )}
      </div>
      {secrets.length > 0 && (
        <ul className="mt-2 space-y-1.5">
          {secrets.map((secret, index) => (
            <li key={secret.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
              <span className="text-ink-soft">
                Secret {index + 1}, added <TimeAgo value={secret.createdAt} />
              </span>
              {canChange && (
                <Button
                  size="small"
                  tone="danger"
                  onClick={() => setRevoking(secret)}
                  aria-label={`Revoke webhook secret ${index + 1}`}
                >
                  Revoke
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {isAdding && <AddSecret destination={destination} onClose={endAdding} />}
      {revoking && (
        <RevokeSecret destination={destination} secret={revoking} onClose={() => setRevoking(null)} />
      )}
    </li>
  );
}

function AddSecret({ destination, onClose }: { destination: DestinationView; onClose: () => void }) {
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

function RevokeSecret(props: {
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
