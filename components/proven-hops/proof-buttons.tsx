"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FlaskConical, KeyRound, Send } from "lucide-react";
import { changeApi } from "@/components/data/call-route";
import { checksRead } from "@/components/data/setup-reads";
import { Button } from "@/components/ui/button";

/** Sends a test event to Heap, or simulates an event as if Braze had sent it. */
export function SourceTestButtons({ customerId, sourceId }: { customerId: string; sourceId: string }) {
  const path = "/api/v1/customers/[customerId]/sources/[sourceId]";
  const params = { customerId, sourceId };
  const test = useProof(customerId, () => changeApi("POST", `${path}/test-event`, { params }));
  const simulation = useProof(customerId, () => changeApi("POST", `${path}/simulate`, { params }));
  const tested = test.data;
  return (
    <li className="space-y-2 pl-6.5">
      <div className="flex flex-wrap gap-2">
        <Button size="small" icon={Send} isBusy={test.isPending} onClick={() => test.mutate()}>
          Send a test event to Heap
        </Button>
        <Button
          size="small"
          icon={FlaskConical}
          isBusy={simulation.isPending}
          onClick={() => simulation.mutate()}
        >
          Simulate a Currents event
        </Button>
      </div>
      <Said
        answer={
          tested && { isGood: tested.isAccepted, message: tested.message, nextAction: tested.nextAction }
        }
      />
      <Said
        answer={
          simulation.data && {
            isGood: true,
            message: `A simulated “${simulation.data.typeName}” is on its way to Heap.`,
            nextAction: `It proves that events reach Heap, not that Braze sends them. Its event ID: ${simulation.data.eventId}`,
          }
        }
      />
    </li>
  );
}

/** Tries the key with which a destination writes on Braze, with a call that changes nothing there. */
export function KeyTestButton({ customerId, destinationId }: { customerId: string; destinationId: string }) {
  const test = useProof(customerId, () =>
    changeApi("POST", "/api/v1/customers/[customerId]/destinations/[destinationId]/test-key", {
      params: { customerId, destinationId },
    }),
  );
  const said = test.data;
  return (
    <div className="mt-1.5 space-y-2">
      <Button size="small" icon={KeyRound} isBusy={test.isPending} onClick={() => test.mutate()}>
        Test the Braze key
      </Button>
      <Said
        answer={said && { isGood: said.isAccepted, message: said.message, nextAction: said.nextAction }}
      />
    </div>
  );
}

function useProof<Answer>(customerId: string, prove: () => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: prove,
    onSettled: () => client.invalidateQueries({ queryKey: checksRead({ customerId }).options.queryKey }),
  });
}

function Said({
  answer,
}: {
  answer: { isGood: boolean; message: string; nextAction: string | null } | undefined;
}) {
  return (
    <div role="status">
      {answer && (
        <div
          className={`rounded-md px-2.5 py-1.5 text-xs [overflow-wrap:anywhere] ${answer.isGood ? "bg-good-ground text-good" : "bg-bad-ground text-bad"}`}
        >
          <p className="font-medium">{answer.message}</p>
          {answer.nextAction && <p>{answer.nextAction}</p>}
        </div>
      )}
    </div>
  );
}
