"use client";

import { Pause } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { PauseQuestion } from "@/components/ui/pause-question";
import { type Pausable, usePause } from "./use-pause";

/** Pauses a source or destination after a question; the note that then appears says what it holds and resumes it. */
export function PauseButton({ customerId, thing }: { customerId: string; thing: Pausable }) {
  const [isAsking, setAsking] = useState(false);
  const pause = usePause(customerId, thing);
  return (
    <>
      <Button size="small" icon={Pause} onClick={() => setAsking(true)} aria-label={`Pause ${thing.name}`}>
        Pause
      </Button>
      <PauseQuestion
        kind={thing.kind}
        name={thing.name}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onPause={() => pause.mutate(true)}
      />
    </>
  );
}
