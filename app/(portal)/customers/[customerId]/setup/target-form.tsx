"use client";

import { changeApi, readApi } from "@/components/data/call-route";
import { EditForm, type Settings } from "@/components/forms/edit-form";
import { FormDialog } from "@/components/forms/form-drawer";
import { Field, Select } from "@/components/ui/field";
import { toast } from "@/components/ui/notify";
import { LAG_BOUNDS_SECONDS } from "@/lib/kernel/history/lag-bounds";
import type { CustomerView } from "@/lib/setup/customers/customer-view";
import { targetWords } from "./customer-values";

const PATH = "/api/v1/customers/[customerId]";

const TARGET = {
  noun: "target",
  toValues: (customer) => ({ lagTargetSeconds: String(customer?.lagTargetSeconds ?? "") }),
  toBody: ({ lagTargetSeconds }) => ({
    lagTargetSeconds: LAG_BOUNDS_SECONDS.find((bound) => String(bound) === lagTargetSeconds) ?? null,
  }),
  toSaved: ({ lagTargetSeconds }) => ({ lagTargetSeconds }),
  labels: { lagTargetSeconds: "Events should reach Heap within" },
  wordsOf: (_name, value) => targetWords(typeof value === "number" ? value : null),
  shown: ["lagTargetSeconds"],
  secrets: [],
} satisfies Settings<CustomerView, { lagTargetSeconds: string }>;

/** Edits within how long a customer's events should have their outcome; the history says how many have. */
export function TargetForm({ customer, onClose }: { customer: CustomerView; onClose: () => void }) {
  const params = { customerId: customer.id };
  return (
    <FormDialog isOpen onClose={onClose} title="Edit target">
      {(onCancel) => (
        <EditForm
          settings={TARGET}
          customerId={customer.id}
          draftKey={`target of ${customer.id}`}
          save={(body) => changeApi("PATCH", PATH, { params, body })}
          readAgain={() => readApi(PATH, { params })}
          start={customer}
          onCancel={onCancel}
          onSaved={(saved) => {
            if (saved) toast.success("Target saved. The overview shows how many events meet it.");
            onClose();
          }}
          fields={({ register, formState: { errors } }) => (
            <Field label={TARGET.labels.lagTargetSeconds} error={errors.lagTargetSeconds?.message}>
              {(control) => (
                <Select {...control} {...register("lagTargetSeconds")} className="sm:max-w-60">
                  <option value="">{targetWords(null)}</option>
                  {LAG_BOUNDS_SECONDS.map((bound) => (
                    <option key={bound} value={bound}>
                      {targetWords(bound)}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          )}
        />
      )}
    </FormDialog>
  );
}
