"use client";

import { Pause } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { type Pausable, usePause } from "./use-pause";

const MEANING = {
  source:
    "Nothing reaches Heap until you resume it. What Braze sends in the meantime is accepted and queued.",
  destination:
    "Nothing reaches Braze until you resume it. Segment changes from Heap are still accepted and kept.",
};

/** Pauses a source or destination after a question; the note that then appears says what it holds and resumes it. */
export function PauseButton({ customerId, thing }: { customerId: string; thing: Pausable }) {
  const [isAsking, setAsking] = useState(false);
  const pause = usePause(customerId, thing);
  return (
    <>
      <Button size="small" icon={Pause} onClick={() => setAsking(true)} aria-label={`Pause ${thing.name}`}>
        Pause
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={`Pause “${thing.name}”?`}
        confirmLabel="Pause"
        tone="primary"
        onConfirm={() => {
          setAsking(false);
          pause.mutate(true);
        }}
      >
        <p>{MEANING[thing.kind]}</p>
      </ConfirmDialog>
    </>
  );
}
