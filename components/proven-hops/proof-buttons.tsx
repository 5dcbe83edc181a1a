"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FlaskConical, KeyRound, Send } from "lucide-react";
import { changeApi } from "@/components/data/call-api";
import { Button } from "@/components/ui/button";
import type { TestEventView } from "@/lib/forwarding/test-events/send-test-event";
import type { SimulationView } from "@/lib/forwarding/test-events/simulate-event";
import type { KeyTestView } from "@/lib/setup/destinations/test-key";

/** Sends a test event to Heap, or lets an event of our own come in as if Braze had sent it. */
export function SourceTestButtons({ customerId, sourceId }: { customerId: string; sourceId: string }) {
  const path = `/customers/${customerId}/sources/${sourceId}`;
  const test = useProof<TestEventView>(customerId, `${path}/test-event`);
  const simulation = useProof<SimulationView>(customerId, `${path}/simulate`);
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
            message: `A simulated ${simulation.data.type} is on its way as ${simulation.data.eventId}.`,
            nextAction: "It proves the forwarding to Heap, not that Braze sends.",
          }
        }
      />
    </li>
  );
}

/** Tries the Data Import Key on Braze with a call that changes nothing there. */
export function KeyTestButton({ customerId, destinationId }: { customerId: string; destinationId: string }) {
  const test = useProof<KeyTestView>(
    customerId,
    `/customers/${customerId}/destinations/${destinationId}/test-key`,
  );
  const said = test.data;
  return (
    <li className="space-y-2 pl-6.5">
      <Button size="small" icon={KeyRound} isBusy={test.isPending} onClick={() => test.mutate()}>
        Test the Braze key
      </Button>
      <Said
        answer={said && { isGood: said.isAccepted, message: said.message, nextAction: said.nextAction }}
      />
    </li>
  );
}

function useProof<Answer>(customerId: string, path: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => changeApi<Answer>("POST", path),
    onSettled: () => client.invalidateQueries({ queryKey: ["customer", customerId, "checks"] }),
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
