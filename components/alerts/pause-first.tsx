"use client";

import { Pause } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { changeApi } from "@/components/data/call-route";
import { useCan } from "@/components/data/use-actor";
import { Button } from "@/components/ui/button";
import { Hydrating } from "@/components/ui/hydrating";
import type { OwnAlertView } from "@/lib/insight/alerts/alert-view";
import { useAlertChange } from "./use-alert-change";

// Loaded with the first question, not with the page.
const PauseQuestion = dynamic(
  () => import("@/components/ui/pause-question").then((module) => module.PauseQuestion),
  { ssr: false },
);

const OF_SOURCE = "/api/v1/customers/[customerId]/sources/[sourceId]";

/**
 * Pauses the source of an alert that does damage while it runs: what its text says first. It asks, and its notice can
 * undo it. Nothing once the source is paused.
 */
export function PauseFirst({ customerId, alert }: { customerId: string; alert: OwnAlertView }) {
  const canAct = useCan("csm");
  const [isAsking, setAsking] = useState(false);
  const { sourceToPause: source } = alert;
  const resume = useAlertChange<string>(
    customerId,
    (sourceId) => changeApi("POST", `${OF_SOURCE}/resume`, { params: { customerId, sourceId } }),
    { done: `“${source?.name}” has been resumed.` },
  );
  const pause = useAlertChange<string>(
    customerId,
    (sourceId) => changeApi("POST", `${OF_SOURCE}/pause`, { params: { customerId, sourceId } }),
    {
      done: `“${source?.name}” is paused. What Braze sends is kept, and nothing reaches Heap.`,
      undo: (sourceId) => resume.mutate(sourceId),
    },
  );
  if (!source || !canAct) return null;
  return (
    <>
      <Hydrating />
      <Button
        size="small"
        icon={Pause}
        isBusy={pause.isPending}
        aria-label={`Pause the source ${source.name}`}
        onClick={() => setAsking(true)}
      >
        Pause the source
      </Button>
      {isAsking && (
        <PauseQuestion
          kind="source"
          name={source.name}
          isOpen
          onClose={() => setAsking(false)}
          onPause={() => pause.mutate(source.id)}
        />
      )}
    </>
  );
}
