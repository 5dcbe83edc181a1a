"use client";

import type { FieldErrors, UseFormRegister } from "react-hook-form";
import { changeApi, readApi } from "@/components/data/call-route";
import { EditForm, type Settings } from "@/components/forms/edit-form";
import { FormDialog } from "@/components/forms/form-drawer";
import { Field, TextInput } from "@/components/ui/field";
import { toast } from "@/components/ui/notify";
import type { CustomerView } from "@/lib/setup/customers/customer-view";

const PATH = "/api/v1/customers/[customerId]";

type Name = "quarantineCount" | "quarantinePercent" | "refusedCount" | "refusedPercent";
type Values = Record<Name, string>;

const LABELS: Record<Name, string> = {
  quarantineCount: "Quarantined events in 24 hours, at least",
  quarantinePercent: "Share of all events, in percent, at least",
  refusedCount: "Refused members, at least",
  refusedPercent: "Share of members in Heap, in percent, at least",
};
const NAMES = Object.keys(LABELS) as Name[];
const each = <T,>(of: (name: Name) => T) =>
  Object.fromEntries(NAMES.map((name) => [name, of(name)])) as Record<Name, T>;

const THRESHOLDS = {
  noun: "thresholds",
  toValues: (customer) => each((name) => String(customer?.[name] ?? "")),
  toBody: (values) => each((name) => Number(values[name])),
  toSaved: (customer) => each((name) => customer[name]),
  labels: LABELS,
  wordsOf: (_name, value) => String(value),
  shown: NAMES,
  secrets: [],
} satisfies Settings<CustomerView, Values>;

/** Edits from when on quarantined events and refused members are trouble; below that the customer is healthy. */
export function ThresholdsForm({ customer, onClose }: { customer: CustomerView; onClose: () => void }) {
  const params = { customerId: customer.id };
  return (
    <FormDialog isOpen onClose={onClose} title="Edit thresholds">
      {(onCancel) => (
        <EditForm
          settings={THRESHOLDS}
          customerId={customer.id}
          draftKey={`thresholds of ${customer.id}`}
          save={(body) => changeApi("PATCH", PATH, { params, body })}
          readAgain={() => readApi(PATH, { params })}
          start={customer}
          onCancel={onCancel}
          onSaved={(saved) => {
            if (saved) toast.success("Thresholds saved. Alerts are updated right away.");
            onClose();
          }}
          fields={({ register, formState: { errors } }) => (
            <div className="grid gap-x-4 gap-y-5 sm:grid-cols-2">
              {NAMES.map((name) => (
                <ThresholdField key={name} {...{ name, register, errors }} />
              ))}
            </div>
          )}
        />
      )}
    </FormDialog>
  );
}

function ThresholdField(props: {
  name: Name;
  register: UseFormRegister<Values>;
  errors: FieldErrors<Values>;
}) {
  const { name, register, errors } = props;
  const isPercent = name.endsWith("Percent");
  const [least, most] = isPercent ? [0, 100] : [1, 1_000_000];
  return (
    <Field label={LABELS[name]} error={errors[name]?.message}>
      {(control) => (
        <TextInput
          {...control}
          inputMode="numeric"
          {...register(name, {
            validate: (typed) =>
              (/^\d+$/.test(typed.trim()) && Number(typed) >= least && Number(typed) <= most) ||
              `Enter a whole number from ${least} to ${most.toLocaleString("en-US")}.`,
          })}
        />
      )}
    </Field>
  );
}
