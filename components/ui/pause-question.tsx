"use client";

import { ConfirmDialog } from "./confirm-dialog";

const MEANING = {
  source:
    "Nothing reaches Heap until you resume it. What Braze sends in the meantime is accepted and queued.",
  destination:
    "Nothing reaches Braze until you resume it. Segment changes from Heap are still accepted and kept.",
};

/** Asks before a source or destination is paused, and says what a pause means. */
export function PauseQuestion(props: {
  kind: keyof typeof MEANING;
  name: string;
  isOpen: boolean;
  onClose: () => void;
  onPause: () => void;
}) {
  return (
    <ConfirmDialog
      isOpen={props.isOpen}
      onClose={props.onClose}
      title={`Pause “${props.name}”?`}
      confirmLabel="Pause"
      tone="primary"
      onConfirm={() => {
        props.onClose();
        props.onPause();
      }}
    >
      <p>{MEANING[props.kind]}</p>
    </ConfirmDialog>
  );
}
