"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { changeApi } from "@/components/data/call-route";
import { useActor, useCan } from "@/components/data/use-actor";
import { useIdempotencyKey } from "@/components/data/use-idempotency-key";
import { showFieldErrors } from "@/components/forms/form-errors";
import { FormProblem } from "@/components/forms/form-problem";
import { LeaveGuard } from "@/components/forms/leave-guard";
import { useDraft } from "@/components/forms/use-draft";
import { Button, ButtonLink } from "@/components/ui/button";
import { Field, Select, TextInput } from "@/components/ui/field";

interface Values {
  name: string;
  ownerId: string;
}

/** Creates the customer and continues to its source. */
export function NewCustomerForm({ owners }: { owners: { id: string; name: string }[] }) {
  const actor = useActor();
  const canCreate = useCan("csm");
  const router = useRouter();
  const keyFor = useIdempotencyKey();
  const [problem, setProblem] = useState<string | null>(null);
  const isOwner = owners.some(({ id }) => id === actor.id);
  const form = useForm<Values>({ defaultValues: { name: "", ownerId: isOwner ? actor.id : "" } });
  const draft = useDraft(form, "new customer", []);
  const { errors } = form.formState;

  const create = useMutation({
    mutationFn: ({ name, ownerId }: Values) => {
      const body = { name, ownerId: ownerId || null };
      return changeApi("POST", "/api/v1/customers", { body, idempotencyKey: keyFor(body) });
    },
    onSuccess: ({ id }) => {
      draft.discard();
      router.push(`/customers/${id}/onboarding?step=source`);
    },
    onError: (err) => setProblem(showFieldErrors(err, form.setError, ["name", "ownerId"])),
    meta: { isHandled: true },
  });

  if (!canCreate) {
    return (
      <p className="text-ink-soft">
        Only CSMs and admins can add customers. Ask an admin on your team to change your role.
      </p>
    );
  }

  function submit(values: Values) {
    setProblem(null);
    create.mutate(values);
  }

  return (
    <>
      <LeaveGuard draft={draft} />
      <form noValidate onSubmit={form.handleSubmit(submit)} className="space-y-5">
        <Field label="Customer’s name" error={errors.name?.message} hint="What your team calls the company.">
          {(field) => (
            <TextInput
              {...field}
              autoFocus
              {...form.register("name", {
                validate: (name) => name.trim() !== "" || "Enter the customer’s name.",
              })}
            />
          )}
        </Field>
        <Field
          label="Owner"
          error={errors.ownerId?.message}
          hint="Who looks after the customer and finds it under “Mine”."
        >
          {(field) => (
            <Select {...field} {...form.register("ownerId")}>
              <option value="">Nobody yet</option>
              {owners.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <FormProblem problem={problem} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" tone="primary" isBusy={create.isPending || create.isSuccess}>
            Create and continue
          </Button>
          <ButtonLink href="/customers" tone="ghost">
            Cancel
          </ButtonLink>
        </div>
      </form>
    </>
  );
}
