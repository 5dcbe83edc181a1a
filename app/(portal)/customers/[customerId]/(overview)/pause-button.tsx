"use client";

import { Pause } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { type Pausable, usePause } from "./use-pause";

// Loaded with the first question, not with the page.
const PauseQuestion = dynamic(
  () => import("@/components/ui/pause-question").then((module) => module.PauseQuestion),
  { ssr: false },
);

/** Pauses a source or destination after a question; the note that then appears says what it holds and resumes it. */
export function PauseButton({ customerId, thing }: { customerId: string; thing: Pausable }) {
  const [isAsking, setAsking] = useState(false);
  const pause = usePause(customerId, thing);
  return (
    <>
      <Button size="small" icon={Pause} onClick={() => setAsking(true)} aria-label={`Pause ${thing.name}`}>
        Pause
      </Button>
      {isAsking && (
        <PauseQuestion
          kind={thing.kind}
          name={thing.name}
          isOpen
          onClose={() => setAsking(false)}
          onPause={() => pause.mutate(true)}
        />
      )}
    </>
  );
}
