"use client";

import { useForm } from "react-hook-form";
import { changeApi } from "@/components/data/call-route";
import { LeaveGuard } from "@/components/forms/leave-guard";
import { useDraft } from "@/components/forms/use-draft";
import { Field, TextInput } from "@/components/ui/field";
import { AlertForm, type AlertFormProps } from "./alert-form";
import { useAlertChange } from "./use-alert-change";

/** Asks for the reason and dismisses the alert. */
export function DismissalForm({ customerId, alert, onClose, onCancel }: AlertFormProps) {
  const form = useForm({ defaultValues: { reason: "" } });
  const { register, handleSubmit, formState } = form;
  const draft = useDraft(form, `reason for dismissing ${alert.id}`, []);
  const dismiss = useAlertChange(
    customerId,
    (reason: string) =>
      changeApi("POST", "/api/v1/customers/[customerId]/alerts/[alertId]/dismiss", {
        params: { customerId, alertId: alert.id },
        body: { reason },
      }),
    {
      done: "Alert dismissed. If it happens again, a new one opens.",
      onDone: () => {
        draft.discard();
        onClose();
      },
    },
  );
  return (
    <>
      <LeaveGuard draft={draft} />
      <AlertForm
        about={alert.message}
        submitLabel="Dismiss alert"
        change={dismiss}
        onSubmit={handleSubmit(({ reason }) => dismiss.mutate(reason))}
        onCancel={onCancel}
      >
        <Field
          label="Reason"
          hint="Why this is not a problem, or no longer is."
          error={formState.errors.reason?.message}
        >
          {(control) => (
            <TextInput
              {...control}
              maxLength={500}
              {...register("reason", { validate: (reason) => reason.trim() !== "" || "Say why." })}
            />
          )}
        </Field>
      </AlertForm>
    </>
  );
}
