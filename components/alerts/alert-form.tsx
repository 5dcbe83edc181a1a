"use client";

import type { FormEventHandler, ReactNode } from "react";
import { Button } from "@/components/ui/button";
import type { OwnAlertView } from "@/lib/insight/alerts/alert-view";

/** What a form about an alert needs. */
export interface AlertFormProps {
  customerId: string;
  alert: OwnAlertView;
  /** It is done. */
  onClose: () => void;
  /** It is given up: what was typed is asked about first. */
  onCancel: () => void;
}

/** The frame of a form about an alert: which alert it is, the fields, what went wrong, and the buttons. */
export function AlertForm(props: {
  about: string;
  submitLabel: string;
  change: { isPending: boolean; error: Error | null };
  onSubmit: FormEventHandler<HTMLFormElement>;
  onCancel: () => void;
  children: ReactNode;
}) {
  const { about, submitLabel, change, onSubmit, onCancel, children } = props;
  return (
    <form onSubmit={onSubmit} className="space-y-4">
      <p className="[overflow-wrap:anywhere]">{about}</p>
      {children}
      {change.error && (
        <p role="alert" className="rounded-md bg-bad-ground px-3 py-2 font-medium text-bad">
          {change.error.message}
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" tone="primary" isBusy={change.isPending}>
          {submitLabel}
        </Button>
      </div>
    </form>
  );
}
