"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { keyOf } from "@/components/data/address";
import { changeApi } from "@/components/data/call-route";
import { showFieldErrors } from "@/components/forms/form-errors";
import { FormProblem } from "@/components/forms/form-problem";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";
import { Hydrating } from "@/components/ui/hydrating";
import { toast } from "@/components/ui/notify";
import { RadioCards } from "@/components/ui/radio-cards";
import type { DestinationView } from "@/lib/setup/destinations/destination-view";

const LEAVING = [
  {
    value: "false",
    title: "Set the attribute to false",
    description: "You can still filter for users who were in the segment before.",
  },
  {
    value: "null",
    title: "Remove the attribute",
    description: "Braze keeps nothing about the segment for users who left.",
  },
];

/** What a destination's custom attributes are called, and what becomes of one when its user leaves the segment. */
export function AttributeSettings({ destination }: { destination: DestinationView }) {
  const { customerId, id, name, version, clearsLeavers, attributePrefix } = destination;
  const client = useQueryClient();
  const [problem, setProblem] = useState<string | null>(null);
  const saved = { leaving: clearsLeavers ? "null" : "false", attributePrefix };
  const form = useForm({ values: saved });
  const change = useMutation({
    meta: { isHandled: true },
    mutationFn: (typed: typeof saved) =>
      changeApi("PATCH", "/api/v1/customers/[customerId]/destinations/[destinationId]", {
        params: { customerId, destinationId: id },
        body: {
          version,
          clearsLeavers: typed.leaving === "null",
          attributePrefix: typed.attributePrefix.trim(),
        },
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keyOf("/api/v1/customers/[customerId]", { customerId }) });
      toast.success(`Attributes of “${name}” saved.`);
    },
    onError: (err) => setProblem(showFieldErrors(err, form.setError, ["attributePrefix"])),
  });
  return (
    <form
      noValidate
      className="space-y-4"
      onSubmit={form.handleSubmit((typed) => {
        setProblem(null);
        change.mutate(typed);
      })}
    >
      <Hydrating />
      <RadioCards
        legend="When a user leaves a segment"
        hint="Applies to users who leave from now on. A resync of a segment also applies it to everyone who left before."
        options={LEAVING}
        control={form.register("leaving")}
      />
      <Field
        label="Names of new attributes begin with"
        error={form.formState.errors.attributePrefix?.message}
        hint={`“Trial users” becomes ${form.watch("attributePrefix") || "…"}trial_users. Attributes that already have a name keep it.`}
      >
        {(control) => (
          <TextInput
            {...control}
            {...form.register("attributePrefix", { required: "Enter how the names begin." })}
          />
        )}
      </Field>
      <FormProblem problem={problem} />
      <Button type="submit" size="small" isBusy={change.isPending} disabled={!form.formState.isDirty}>
        Save the attributes
      </Button>
    </form>
  );
}
