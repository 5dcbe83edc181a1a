"use client";

import type { ReactNode } from "react";
import { Button } from "./button";
import { CopyButton } from "./copy-button";
import { Dialog } from "./dialog";

/** A secret that was just created, shown now. Open while there is one. */
export function ShownOnceDialog(props: {
  value: string | null;
  title: string;
  copyLabel: string;
  children: ReactNode;
  onClose: () => void;
}) {
  return (
    <Dialog isOpen={props.value !== null} onClose={props.onClose} title={props.title}>
      <div className="space-y-3">
        <div className="text-ink-soft">{props.children}</div>
        <code className="block rounded-md border border-line bg-raised px-3 py-2 font-mono text-xs [overflow-wrap:anywhere]">
          {props.value}
        </code>
        <div className="flex flex-wrap justify-end gap-2 pt-2">
          <CopyButton text={props.value ?? ""} label={props.copyLabel} />
          <Button tone="primary" onClick={props.onClose}>
            Done
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
