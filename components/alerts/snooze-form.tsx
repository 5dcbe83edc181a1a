"use client";

import { useForm } from "react-hook-form";
import { changeApi } from "@/components/data/call-route";
import { Field, TextInput } from "@/components/ui/field";
import { AlertForm, type AlertFormProps } from "./alert-form";
import { useAlertChange } from "./use-alert-change";

/** Asks until when and snoozes the alert. */
export function SnoozeForm({ customerId, alert, onClose }: AlertFormProps) {
  const { register, handleSubmit, formState } = useForm({ defaultValues: { until: "" } });
  const snooze = useAlertChange(
    customerId,
    (until: string) =>
      changeApi("POST", "/api/v1/customers/[customerId]/alerts/[alertId]/snooze", {
        params: { customerId, alertId: alert.id },
        body: { until: new Date(until).toISOString() },
      }),
    { done: "The alert is snoozed. It comes back sooner if it gets twice as large.", onDone: onClose },
  );
  return (
    <AlertForm
      about={alert.message}
      submitLabel="Snooze alert"
      change={snooze}
      onSubmit={handleSubmit(({ until }) => snooze.mutate(until))}
      onClose={onClose}
    >
      <Field
        label="Until"
        hint="In your own time zone; at most 30 days."
        error={formState.errors.until?.message}
      >
        {(control) => (
          <TextInput
            {...control}
            type="datetime-local"
            {...register("until", {
              validate: (until) => new Date(until) > new Date() || "Choose a time that is still to come.",
            })}
          />
        )}
      </Field>
    </AlertForm>
  );
}
