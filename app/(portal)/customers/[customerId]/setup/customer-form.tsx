"use client";

import { useQuery } from "@tanstack/react-query";
import { changeApi, readApi } from "@/components/data/call-route";
import { teamRead } from "@/components/data/setup-reads";
import { guardOf } from "@/components/forms/customer-guard";
import { EditForm } from "@/components/forms/edit-form";
import { FormDialog } from "@/components/forms/form-drawer";
import { useSavedNotice } from "@/components/forms/use-revert";
import { Field, Select, TextInput } from "@/components/ui/field";
import { RadioCards } from "@/components/ui/radio-cards";
import type { CustomerView } from "@/lib/setup/customers/customer-view";
import { CUSTOMER, type OpenState, STATES, type StateSteps } from "./customer-values";

const PATH = "/api/v1/customers/[customerId]";

/** Edits a customer's name, owner and state. */
export function CustomerForm(props: { customer: CustomerView; steps: StateSteps; onClose: () => void }) {
  const { customer, steps, onClose } = props;
  const saySaved = useSavedNotice();
  const team = useQuery({ ...teamRead({}).options, staleTime: 60_000 });
  const active = (team.data?.items ?? []).filter(({ state }) => state === "active");
  return (
    <FormDialog isOpen onClose={onClose} title="Edit customer">
      {(onCancel) => (
        <EditForm
          settings={{
            ...CUSTOMER,
            wordsOf: (field, value, theirs) =>
              field === "ownerId"
                ? ([theirs.owner, ...active].find((user) => user?.id === value)?.name ?? "No owner")
                : CUSTOMER.wordsOf(field, value),
          }}
          customerId={customer.id}
          draftKey={`customer ${customer.id}`}
          save={(body) => changeApi("PATCH", PATH, { params: { customerId: customer.id }, body })}
          readAgain={() => readApi(PATH, { params: { customerId: customer.id } })}
          start={customer}
          guard={guardOf(customer)}
          onCancel={onCancel}
          onSaved={(saved, before) => {
            if (saved) saySaved({ kind: "customer", view: saved }, before, CUSTOMER);
            onClose();
          }}
          fields={({ register, formState: { errors } }, { owner, state }) => (
            <>
              <div className="grid gap-x-4 gap-y-5 sm:grid-cols-2">
                <Field label="Name" error={errors.name?.message}>
                  {(control) => (
                    <TextInput {...control} {...register("name", { required: "Enter a name." })} />
                  )}
                </Field>
                <Field label="Owner" error={errors.ownerId?.message} hint="Who on your team is responsible.">
                  {(control) => (
                    <Select key={team.data ? "read" : "reading"} {...control} {...register("ownerId")}>
                      <option value="">No owner</option>
                      {(!owner || active.some(({ id }) => id === owner.id) ? active : [owner, ...active]).map(
                        ({ id, name }) => (
                          <option key={id} value={id}>
                            {name}
                          </option>
                        ),
                      )}
                    </Select>
                  )}
                </Field>
              </div>
              <RadioCards
                legend="State"
                control={register("state")}
                options={STATES.filter(
                  ({ value }) => value === state || steps[state].includes(value as OpenState),
                )}
              />
            </>
          )}
        />
      )}
    </FormDialog>
  );
}
