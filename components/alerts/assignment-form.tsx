"use client";

import { useQuery } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { changeApi } from "@/components/data/call-route";
import { teamRead } from "@/components/data/setup-reads";
import { Field, Select } from "@/components/ui/field";
import { AlertForm, type AlertFormProps } from "./alert-form";
import { useAlertChange } from "./use-alert-change";

/** Asks for a member of the team and gives the alert to them. */
export function AssignmentForm({ customerId, alert, onClose, onCancel }: AlertFormProps) {
  const team = useQuery(teamRead({}).options);
  const { register, handleSubmit } = useForm({ defaultValues: { assigneeId: alert.assignee?.id ?? "" } });
  const assign = useAlertChange(
    customerId,
    (assigneeId: string) =>
      changeApi("POST", "/api/v1/customers/[customerId]/alerts/[alertId]/assign", {
        params: { customerId, alertId: alert.id },
        body: { assigneeId: assigneeId || null },
      }),
    { done: "Alert assigned.", onDone: onClose },
  );
  const people = (team.data?.items ?? []).filter(
    ({ id, state }) => state === "active" || id === alert.assignee?.id,
  );
  return (
    <AlertForm
      about={alert.message}
      submitLabel="Assign alert"
      change={{ isPending: assign.isPending, error: assign.error ?? team.error }}
      onSubmit={handleSubmit(({ assigneeId }) => assign.mutate(assigneeId))}
      onCancel={onCancel}
    >
      <Field label="Assignee">
        {(control) => (
          <Select key={team.data ? "read" : "reading"} {...control} {...register("assigneeId")}>
            <option value="">Nobody</option>
            {people.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </AlertForm>
  );
}
