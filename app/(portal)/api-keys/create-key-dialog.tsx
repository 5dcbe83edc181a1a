"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { ROLES } from "@/app/(portal)/team/roles";
import { keyOf } from "@/components/data/address";
import { changeApi } from "@/components/data/call-route";
import { useActor } from "@/components/data/use-actor";
import { showFieldErrors } from "@/components/forms/form-errors";
import { FormProblem } from "@/components/forms/form-problem";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Select, TextInput } from "@/components/ui/field";
import type { ApiKeyInput } from "@/lib/team/api-keys/api-key-input";
import type { CreatedApiKeyView } from "@/lib/team/api-keys/api-key-view";

/** Asks for a name and a role, then shows the key once. */
export function CreateKeyDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const [created, setCreated] = useState<CreatedApiKeyView | null>(null);

  function close() {
    setCreated(null);
    onClose();
  }

  return (
    <Dialog isOpen={isOpen} onClose={close} title={created ? "Copy the key now" : "New API key"}>
      {created ? (
        <KeyShown created={created} onClose={close} />
      ) : (
        <CreateForm onDone={setCreated} onClose={close} />
      )}
    </Dialog>
  );
}

function CreateForm(props: { onDone: (created: CreatedApiKeyView) => void; onClose: () => void }) {
  const { role } = useActor();
  const allowed = ROLES.slice(0, ROLES.findIndex((known) => known.role === role) + 1);
  const form = useForm<ApiKeyInput>({ defaultValues: { name: "", role: "viewer" } });
  const { errors } = form.formState;
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: (input: ApiKeyInput) => changeApi("POST", "/api/v1/api-keys", { body: input }),
    onSuccess: props.onDone,
    onSettled: () => client.invalidateQueries({ queryKey: keyOf("/api/v1/api-keys", {}) }),
    meta: { isHandled: true },
  });

  async function submit(input: ApiKeyInput) {
    await create.mutateAsync(input).catch((err) => {
      const left = showFieldErrors(err, form.setError, ["name", "role"]);
      if (left) form.setError("root", { message: left });
    });
  }

  return (
    <form noValidate onSubmit={form.handleSubmit(submit)} className="space-y-4">
      <Field label="Name" hint="What uses it, such as “nightly report”." error={errors.name?.message}>
        {(control) => <TextInput {...control} {...form.register("name")} />}
      </Field>
      <Field
        label="Role"
        hint="Give it no more than it needs. It can never do more than you, even if your role changes."
        error={errors.role?.message}
      >
        {(control) => (
          <Select {...control} {...form.register("role")}>
            {allowed.map((known) => (
              <option key={known.role} value={known.role}>
                {known.label}: {known.means}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <FormProblem problem={errors.root?.message ?? null} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={props.onClose}>Cancel</Button>
        <Button type="submit" tone="primary" isBusy={create.isPending}>
          Create key
        </Button>
      </div>
    </form>
  );
}

/** A new key, the only time it is shown. */
function KeyShown({ created, onClose }: { created: CreatedApiKeyView; onClose: () => void }) {
  const { key, name } = created;
  if (!key) return null;
  return (
    <div className="space-y-4">
      <p className="text-ink-soft">
        This is the key “{name}”. It is shown only once: store it where your script reads its secrets. If you
        lose it, revoke it and create a new one.
      </p>
      <Field
        label="API key"
        hint={
          <>
            Send it with each request:{" "}
            <code className="[overflow-wrap:anywhere]">Authorization: Bearer trb_…</code>
          </>
        }
      >
        {(control) => (
          <TextInput
            {...control}
            readOnly
            value={key}
            className="font-mono"
            onFocus={(event) => event.target.select()}
          />
        )}
      </Field>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Done</Button>
        <CopyButton text={key} label="Copy key" tone="primary" />
      </div>
    </div>
  );
}
