"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import { useSetupOptions } from "@/components/data/use-setup-options";
import { changedOnly, compareEdit } from "@/components/forms/compare-edit";
import { DestinationFields } from "@/components/forms/destination-fields";
import {
  type DestinationValues,
  destinationBody,
  destinationValues,
} from "@/components/forms/destination-values";
import { EditConflict } from "@/components/forms/edit-conflict";
import { showFieldErrors } from "@/components/forms/form-errors";
import { FormProblem } from "@/components/forms/form-problem";
import { useVersionedEdit } from "@/components/forms/use-versioned-edit";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/notify";
import type { DestinationView } from "@/lib/setup/destinations/destination-view";
import { DESTINATION_LABELS, destinationWords } from "./settings-words";

type Field = keyof typeof DESTINATION_LABELS;
const FIELDS = ["name", "brazeInstance", "identifierKind", "aliasLabel"] as const satisfies Field[];

/** Edits a destination's settings; its secrets have a place of their own. */
export function EditDestination(props: { destination: DestinationView; onClose: () => void }) {
  const { destination, onClose } = props;
  const [problem, setProblem] = useState<string | null>(null);
  const options = useSetupOptions();
  const form = useForm<DestinationValues>({
    mode: "onChange",
    defaultValues: destinationValues(destination),
  });
  const edit = useVersionedEdit<DestinationView, object>({
    customerId: destination.customerId,
    path: `/customers/${destination.customerId}/destinations/${destination.id}`,
    start: destination,
    onSaved: (saved) => {
      toast.success(`“${saved.name}” is saved.`);
      onClose();
    },
    onRefused: (err) => setProblem(showFieldErrors(err, form.setError, FIELDS)),
  });

  function submit(values: DestinationValues) {
    setProblem(null);
    const change = changedOnly(destinationBody(values), edit.base);
    if (Object.keys(change).length === 0) onClose();
    else edit.save(change);
  }

  const { conflict } = edit;
  return (
    <form noValidate onSubmit={form.handleSubmit(submit)} className="space-y-6">
      <DestinationFields form={form} options={options.data} destination={edit.base} isSettingsOnly />
      <p className="text-ink-soft">
        Another way to identify users makes all members of segments that follow this destination owed again:
        they are sent anew under it.
      </p>
      <FormProblem problem={problem} />
      {conflict ? (
        <EditConflict
          differences={compareEdit(
            { ...conflict.base },
            { ...conflict.change },
            { ...conflict.theirs },
            FIELDS,
          )}
          labelOf={(field) => DESTINATION_LABELS[field as Field]}
          wordsOf={destinationWords}
          isBusy={edit.isSaving}
          onKeepMine={edit.keepMine}
          onTakeTheirs={() => {
            form.reset(destinationValues(conflict.theirs));
            edit.takeTheirs();
          }}
        />
      ) : (
        <div className="flex flex-wrap gap-2">
          <Button type="submit" tone="primary" isBusy={edit.isSaving}>
            Save destination
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      )}
    </form>
  );
}
