"use client";

import { Pause } from "lucide-react";
import { Button } from "@/components/ui/button";
import { type Pausable, usePause } from "./use-pause";

/** Pauses a source or destination; the note that then appears says what it holds and resumes it. */
export function PauseButton({ customerId, thing }: { customerId: string; thing: Pausable }) {
  const pause = usePause(customerId, thing);
  return (
    <Button size="small" icon={Pause} onClick={() => pause.mutate(true)} aria-label={`Pause ${thing.name}`}>
      Pause
    </Button>
  );
}
