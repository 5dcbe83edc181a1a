"use client";

import { useForm } from "react-hook-form";
import { changeApi } from "@/components/data/call-route";
import { fromClockText, zoneName } from "@/components/format/moment";
import { useZone } from "@/components/format/zone";
import { Field, TextInput } from "@/components/ui/field";
import { AlertForm, type AlertFormProps } from "./alert-form";
import { useAlertChange } from "./use-alert-change";

/** Asks until when and snoozes the alert. */
export function SnoozeForm({ customerId, alert, onClose, onCancel }: AlertFormProps) {
  const zone = useZone() ?? "UTC";
  const { register, handleSubmit, formState } = useForm({ defaultValues: { until: "" } });
  const snooze = useAlertChange(
    customerId,
    (until: string) =>
      changeApi("POST", "/api/v1/customers/[customerId]/alerts/[alertId]/snooze", {
        params: { customerId, alertId: alert.id },
        body: { until: (fromClockText(until, zone) ?? new Date(Number.NaN)).toISOString() },
      }),
    { done: "Alert snoozed. It comes back sooner if it doubles in size.", onDone: onClose },
  );
  return (
    <AlertForm
      about={alert.message}
      submitLabel="Snooze alert"
      change={snooze}
      onSubmit={handleSubmit(({ until }) => snooze.mutate(until))}
      onCancel={onCancel}
    >
      <Field
        label="Until"
        hint={`In ${zoneName(new Date(), zone)}; at most 30 days from now.`}
        error={formState.errors.until?.message}
      >
        {(control) => (
          <TextInput
            {...control}
            type="datetime-local"
            {...register("until", {
              validate: (until) =>
                (fromClockText(until, zone) ?? 0) > new Date() || "Choose a time in the future.",
            })}
          />
        )}
      </Field>
    </AlertForm>
  );
}
