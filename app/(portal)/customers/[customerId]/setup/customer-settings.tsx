"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { readApi } from "@/components/data/call-api";
import { changedOnly, compareEdit } from "@/components/forms/compare-edit";
import { EditConflict } from "@/components/forms/edit-conflict";
import { showFieldErrors } from "@/components/forms/form-errors";
import { FormProblem } from "@/components/forms/form-problem";
import { useVersionedEdit } from "@/components/forms/use-versioned-edit";
import { Button } from "@/components/ui/button";
import { Field, Select, TextInput } from "@/components/ui/field";
import { toast } from "@/components/ui/notify";
import { RadioCards } from "@/components/ui/radio-cards";
import type { Page } from "@/lib/kernel/api/keyset";
import type { CustomerView } from "@/lib/setup/customers/customer-view";
import type { UserView } from "@/lib/team/users/user-view";
import {
  customerValues,
  FIELDS,
  LABELS,
  type OpenState,
  STATES,
  type StateSteps,
  wordsOf,
} from "./customer-values";

/** Edits a customer's name, owner and state. */
export function CustomerSettings({ customer, steps }: { customer: CustomerView; steps: StateSteps }) {
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm({ mode: "onChange", defaultValues: customerValues(customer) });
  const team = useQuery({
    queryKey: ["users", "owners"],
    queryFn: ({ signal }) => readApi<Page<UserView>>("/users?limit=100", signal),
    staleTime: 60_000,
  });
  const edit = useVersionedEdit<CustomerView, object>({
    customerId: customer.id,
    path: `/customers/${customer.id}`,
    start: customer,
    onSaved: (saved) => {
      toast.success(`“${saved.name}” is saved.`);
      form.reset(customerValues(saved));
    },
    onRefused: (err) => setProblem(showFieldErrors(err, form.setError, FIELDS)),
  });
  const { conflict, base } = edit;

  const active = (team.data?.items ?? []).filter(({ state }) => state === "active");
  const owners =
    active.some(({ id }) => id === base.owner?.id) || !base.owner ? active : [base.owner, ...active];
  const nameOf = (id: unknown) =>
    [conflict?.theirs.owner, ...owners].find((user) => user?.id === id)?.name ?? "No owner";
  const options = STATES.filter(
    ({ value }) => value === base.state || steps[base.state].includes(value as OpenState),
  );

  return (
    <form
      noValidate
      onSubmit={form.handleSubmit(({ name, ownerId, state }) => {
        setProblem(null);
        const change = changedOnly({ name: name.trim(), ownerId: ownerId || null, state }, flat(base));
        if (Object.keys(change).length > 0) edit.save(change);
      })}
      className="space-y-5"
    >
      <div className="grid gap-x-4 gap-y-5 sm:grid-cols-2">
        <Field label="Name" error={form.formState.errors.name?.message}>
          {(control) => (
            <TextInput {...control} {...form.register("name", { required: "Give the customer a name." })} />
          )}
        </Field>
        <Field
          label="Owner"
          error={form.formState.errors.ownerId?.message}
          hint="Who in your team is responsible."
        >
          {(control) => (
            <Select key={team.data ? "read" : "reading"} {...control} {...form.register("ownerId")}>
              <option value="">No owner</option>
              {owners.map((user) => (
                <option key={user.id} value={user.id}>
                  {user.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <RadioCards legend="State" control={form.register("state")} options={options} />
      <FormProblem problem={problem} />
      {conflict ? (
        <EditConflict
          differences={compareEdit(
            flat(conflict.base),
            { ...conflict.change },
            flat(conflict.theirs),
            FIELDS,
          )}
          labelOf={(field) => LABELS[field as keyof typeof LABELS]}
          wordsOf={(field, value) => (field === "ownerId" ? nameOf(value) : wordsOf(value))}
          isBusy={edit.isSaving}
          onKeepMine={edit.keepMine}
          onTakeTheirs={() => {
            form.reset(customerValues(conflict.theirs));
            edit.takeTheirs();
          }}
        />
      ) : (
        <Button type="submit" tone="primary" isBusy={edit.isSaving} disabled={!form.formState.isDirty}>
          Save customer
        </Button>
      )}
    </form>
  );
}

/** The customer as its edit names the fields. */
function flat({ name, owner, state }: CustomerView) {
  return { name, ownerId: owner?.id ?? null, state };
}
