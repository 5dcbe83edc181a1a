"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { changeApi } from "@/components/data/call-route";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";
import { toast } from "@/components/ui/notify";
import type { OpenAlertView } from "@/lib/insight/overview/overview-view";
import { refreshCustomer } from "./use-overview";

/** Asks for the reason and dismisses the alert. */
export function DismissalForm(props: { customerId: string; alert: OpenAlertView; onClose: () => void }) {
  const { customerId, alert, onClose } = props;
  const client = useQueryClient();
  const { register, handleSubmit, formState } = useForm({ defaultValues: { reason: "" } });
  const dismiss = useMutation({
    mutationFn: (reason: string) =>
      changeApi("POST", "/api/v1/customers/[customerId]/alerts/[alertId]/dismiss", {
        params: { customerId, alertId: alert.id },
        body: { reason },
      }),
    onSuccess: () => {
      onClose();
      toast.success("The alert is dismissed. If it happens again, a new one opens.");
      return refreshCustomer(client, customerId);
    },
  });
  return (
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
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" tone="primary" isBusy={dismiss.isPending}>
          Dismiss alert
        </Button>
      </div>
    </form>
  );
}
