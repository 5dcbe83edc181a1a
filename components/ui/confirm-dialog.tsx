"use client";

import { type ReactNode, useState } from "react";
import { hasUnseen, readAlike, showUnseen } from "@/lib/kernel/show-unseen";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { Field, TextInput } from "./field";

/** Asks before something that cannot be undone. The title names the thing, the children say what it means. */
export function ConfirmDialog(props: {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  confirmLabel: string;
  cancelLabel?: string;
  tone?: "danger" | "primary";
  isBusy?: boolean;
  onConfirm: () => void;
  /** The name to type before the button works: for what ends a customer's service. */
  typeToConfirm?: string;
}) {
  const [typed, setTyped] = useState("");
  const { typeToConfirm, tone = "danger" } = props;
  const isReady = typeToConfirm === undefined || readAlike(typed, typeToConfirm);

  function close() {
    setTyped("");
    props.onClose();
  }

  return (
    <Dialog role="alertdialog" isOpen={props.isOpen} onClose={close} title={props.title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) props.onConfirm();
        }}
      >
        <div className="space-y-3 text-ink-soft">{props.children}</div>
        {typeToConfirm !== undefined && (
          <div className="mt-4">
            <Field
              label={`Type “${typeToConfirm}” to confirm`}
              hint={
                hasUnseen(typeToConfirm)
                  ? `Some of its characters are invisible: ${showUnseen(typeToConfirm)}. You can leave those out here.`
                  : undefined
              }
            >
              {(control) => (
                <TextInput {...control} value={typed} onChange={(event) => setTyped(event.target.value)} />
              )}
            </Field>
          </div>
        )}
        <div className="mt-5 flex flex-wrap justify-end gap-2">
          <Button onClick={close}>{props.cancelLabel ?? "Cancel"}</Button>
          <Button type="submit" tone={tone} isBusy={props.isBusy} disabled={!isReady}>
            {props.confirmLabel}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
