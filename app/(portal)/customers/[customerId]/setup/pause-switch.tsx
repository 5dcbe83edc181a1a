"use client";

import { Pause, Play } from "lucide-react";
import { Button } from "@/components/button";
import { type Pausable, usePause } from "../use-pause";

/** Pauses or resumes a source or destination. */
export function PauseSwitch(props: { customerId: string; thing: Pausable; isPaused: boolean }) {
  const { customerId, thing, isPaused } = props;
  const pause = usePause(customerId, thing);
  return (
    <Button
      size="small"
      icon={isPaused ? Play : Pause}
      onClick={() => pause.mutate(!isPaused)}
      aria-label={`${isPaused ? "Resume" : "Pause"} ${thing.name}`}
    >
      {isPaused ? "Resume" : "Pause"}
    </Button>
  );
}
