"use client";

import { Pause } from "lucide-react";
import { changeApi } from "@/components/data/call-route";
import { useCan } from "@/components/data/use-actor";
import { Button } from "@/components/ui/button";
import type { OwnAlertView } from "@/lib/insight/alerts/alert-view";
import { useAlertChange } from "./use-alert-change";

/** Pauses the source of an alert that does damage while it runs: what its text says first. Nothing once it is paused. */
export function PauseFirst({ customerId, alert }: { customerId: string; alert: OwnAlertView }) {
  const canAct = useCan("csm");
  const { sourceToPause: source } = alert;
  const pause = useAlertChange<string>(
    customerId,
    (sourceId) =>
      changeApi("POST", "/api/v1/customers/[customerId]/sources/[sourceId]/pause", {
        params: { customerId, sourceId },
      }),
    { done: `“${source?.name}” is paused. What Braze sends is kept, and nothing reaches Heap.` },
  );
  if (!source || !canAct) return null;
  return (
    <Button
      size="small"
      icon={Pause}
      isBusy={pause.isPending}
      aria-label={`Pause the source ${source.name}`}
      onClick={() => pause.mutate(source.id)}
    >
      Pause the source
    </Button>
  );
}
