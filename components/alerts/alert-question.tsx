"use client";

import { FormDialog } from "@/components/forms/form-drawer";
import type { AlertFormProps } from "./alert-form";
import { AssignmentForm } from "./assignment-form";
import { SnoozeForm } from "./snooze-form";
import { DismissalForm, NoteForm } from "./text-forms";

/** What has to be said before something is done with an alert. */
export type AlertQuestion = "assign" | "snooze" | "note" | "dismiss";

const QUESTIONS = {
  assign: {
    title: "Assign this alert",
    description: "Who takes care of it. It stays open for everyone.",
    Form: AssignmentForm,
  },
  snooze: {
    title: "Snooze this alert",
    description:
      "It is hidden until then, and nobody is notified. It comes back sooner if it doubles in size, or ends and opens again.",
    Form: SnoozeForm,
  },
  note: {
    title: "Add a note",
    description: "For your team: what you found out, or who you asked. Do not name the customer’s users.",
    Form: NoteForm,
  },
  dismiss: {
    title: "Dismiss this alert",
    description:
      "It ends now. Your name and the reason stay in the past alerts and in the audit log. If it happens again, a new alert opens.",
    Form: DismissalForm,
  },
} as const;

/** Asks one question about an alert. */
export function AlertQuestionDialog({
  question,
  ...props
}: Omit<AlertFormProps, "onCancel"> & { question: AlertQuestion }) {
  const { title, description, Form } = QUESTIONS[question];
  return (
    <FormDialog isOpen onClose={props.onClose} title={title} description={description}>
      {(close) => <Form {...props} onCancel={close} />}
    </FormDialog>
  );
}
