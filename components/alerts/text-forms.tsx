"use client";

import { useForm } from "react-hook-form";
import { changeApi } from "@/components/data/call-route";
import { LeaveGuard } from "@/components/forms/leave-guard";
import { useDraft } from "@/components/forms/use-draft";
import { Field, TextInput } from "@/components/ui/field";
import { AlertForm, type AlertFormProps } from "./alert-form";
import { useAlertChange } from "./use-alert-change";

/** What is asked for, and what becomes of it. */
interface Asked {
  label: string;
  hint?: string;
  maxLength: number;
  /** Said where nothing was written. */
  missing: string;
  submitLabel: string;
  done: string;
  send: (params: { customerId: string; alertId: string }, text: string) => Promise<unknown>;
}

const NOTE: Asked = {
  label: "Note",
  maxLength: 1_000,
  missing: "Write something.",
  submitLabel: "Add note",
  done: "Note added.",
  send: (params, text) =>
    changeApi("POST", "/api/v1/customers/[customerId]/alerts/[alertId]/notes", { params, body: { text } }),
};

const REASON: Asked = {
  label: "Reason",
  hint: "Why this is not a problem, or no longer is.",
  maxLength: 500,
  missing: "Say why.",
  submitLabel: "Dismiss alert",
  done: "Alert dismissed. If it happens again, a new one opens.",
  send: (params, reason) =>
    changeApi("POST", "/api/v1/customers/[customerId]/alerts/[alertId]/dismiss", {
      params,
      body: { reason },
    }),
};

/** Asks for a note and adds it. */
export function NoteForm(props: AlertFormProps) {
  return <TextForm {...props} asked={NOTE} />;
}

/** Asks for the reason and dismisses the alert. */
export function DismissalForm(props: AlertFormProps) {
  return <TextForm {...props} asked={REASON} />;
}

/** Whoever leaves it with something written is asked first. */
function TextForm({ customerId, alert, onClose, onCancel, asked }: AlertFormProps & { asked: Asked }) {
  const form = useForm({ defaultValues: { text: "" } });
  const draft = useDraft(form, `${asked.label} for ${alert.id}`, []);
  const change = useAlertChange(
    customerId,
    (text: string) => asked.send({ customerId, alertId: alert.id }, text),
    {
      done: asked.done,
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
        submitLabel={asked.submitLabel}
        change={change}
        onSubmit={form.handleSubmit(({ text }) => change.mutate(text))}
        onCancel={onCancel}
      >
        <Field label={asked.label} hint={asked.hint} error={form.formState.errors.text?.message}>
          {(control) => (
            <TextInput
              {...control}
              maxLength={asked.maxLength}
              {...form.register("text", { validate: (text) => text.trim() !== "" || asked.missing })}
            />
          )}
        </Field>
      </AlertForm>
    </>
  );
}
