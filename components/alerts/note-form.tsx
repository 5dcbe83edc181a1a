"use client";

import { useForm } from "react-hook-form";
import { changeApi } from "@/components/data/call-route";
import { LeaveGuard } from "@/components/forms/leave-guard";
import { useDraft } from "@/components/forms/use-draft";
import { Field, TextInput } from "@/components/ui/field";
import { AlertForm, type AlertFormProps } from "./alert-form";
import { useAlertChange } from "./use-alert-change";

/** Asks for a note and adds it. */
export function NoteForm({ customerId, alert, onClose, onCancel }: AlertFormProps) {
  const form = useForm({ defaultValues: { text: "" } });
  const { register, handleSubmit, formState } = form;
  const draft = useDraft(form, `note on ${alert.id}`, []);
  const add = useAlertChange(
    customerId,
    (text: string) =>
      changeApi("POST", "/api/v1/customers/[customerId]/alerts/[alertId]/notes", {
        params: { customerId, alertId: alert.id },
        body: { text },
      }),
    {
      done: "Note added.",
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
        submitLabel="Add note"
        change={add}
        onSubmit={handleSubmit(({ text }) => add.mutate(text))}
        onCancel={onCancel}
      >
        <Field label="Note" error={formState.errors.text?.message}>
          {(control) => (
            <TextInput
              {...control}
              maxLength={1_000}
              {...register("text", { validate: (text) => text.trim() !== "" || "Write something." })}
            />
          )}
        </Field>
      </AlertForm>
    </>
  );
}
