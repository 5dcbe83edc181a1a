"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { changeApi } from "@/components/data/call-route";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, TextInput } from "@/components/ui/field";
import { toast } from "@/components/ui/notify";
import type { OpenAlertView } from "@/lib/insight/overview/overview-view";
import { refreshCustomer } from "./use-overview";

/** Ends an alert about something that happened, with a reason that its history keeps. */
export function DismissAlert({ customerId, alert }: { customerId: string; alert: OpenAlertView }) {
  const [isOpen, setIsOpen] = useState(false);
  const client = useQueryClient();
  const { register, handleSubmit, formState } = useForm({ defaultValues: { reason: "" } });
  const dismiss = useMutation({
    mutationFn: (reason: string) =>
      changeApi("POST", "/api/v1/customers/[customerId]/alerts/[alertId]/dismiss", {
        params: { customerId, alertId: alert.id },
        body: { reason },
      }),
    onSuccess: () => {
      setIsOpen(false);
      toast.success("The alert is dismissed. If it happens again, a new one opens.");
      return refreshCustomer(client, customerId);
    },
  });
  return (
    <>
      <button
        type="button"
        onClick={() => setIsOpen(true)}
        className="font-medium text-accent hover:underline"
      >
        Dismiss …<span className="sr-only">: {alert.message}</span>
      </button>
      <Dialog
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        title="Dismiss this alert"
        description="It ends now. Your name and the reason stay in the customer’s earlier alerts and in the audit log. If it happens again, a new alert opens."
      >
        <form onSubmit={handleSubmit(({ reason }) => dismiss.mutate(reason))} className="space-y-4">
          <p className="[overflow-wrap:anywhere]">{alert.message}</p>
          <Field
            label="Reason"
            hint="Why it is no problem, or no longer one."
            error={formState.errors.reason?.message}
          >
            {(control) => (
              <TextInput
                {...control}
                maxLength={500}
                {...register("reason", { validate: (reason) => reason.trim() !== "" || "Say why." })}
              />
            )}
          </Field>
          {dismiss.error && (
            <p role="alert" className="rounded-md bg-bad-ground px-3 py-2 font-medium text-bad">
              {dismiss.error.message}
            </p>
          )}
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={() => setIsOpen(false)}>Cancel</Button>
            <Button type="submit" tone="primary" isBusy={dismiss.isPending}>
              Dismiss alert
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
