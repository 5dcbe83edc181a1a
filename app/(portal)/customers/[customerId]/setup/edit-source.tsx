"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import { useSetupOptions } from "@/components/data/use-setup-options";
import { changedOnly, compareEdit } from "@/components/forms/compare-edit";
import { EditConflict } from "@/components/forms/edit-conflict";
import { showFieldErrors } from "@/components/forms/form-errors";
import { FormProblem } from "@/components/forms/form-problem";
import { SourceFields } from "@/components/forms/source-fields";
import { type SourceValues, sourceBody, sourceValues } from "@/components/forms/source-values";
import { useVersionedEdit } from "@/components/forms/use-versioned-edit";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/notify";
import { ShownOnceDialog } from "@/components/ui/shown-once-dialog";
import type { ChangedSourceView, SourceView } from "@/lib/setup/sources/source-view";
import { SOURCE_LABELS, sourceWords } from "./settings-words";

type Field = keyof typeof SOURCE_LABELS;
const FIELDS = Object.keys(SOURCE_LABELS) as Field[];

/** Edits a source's settings. A bearer token made by saving is shown once. */
export function EditSource({ source, onClose }: { source: SourceView; onClose: () => void }) {
  const [problem, setProblem] = useState<string | null>(null);
  const [madeToken, setMadeToken] = useState<string | null>(null);
  const options = useSetupOptions();
  const form = useForm<SourceValues>({ mode: "onChange", defaultValues: sourceValues(source) });
  const edit = useVersionedEdit<SourceView, object, ChangedSourceView>({
    customerId: source.customerId,
    path: `/customers/${source.customerId}/sources/${source.id}`,
    start: source,
    onSaved: (saved) => {
      toast.success(`“${saved.name}” is saved.`);
      if (saved.bearerToken) setMadeToken(saved.bearerToken);
      else onClose();
    },
    onRefused: (err) =>
      setProblem(
        showFieldErrors(
          err,
          form.setError,
          FIELDS.filter((field) => field !== "bearerToken"),
        ),
      ),
  });

  function submit(values: SourceValues) {
    setProblem(null);
    const change = changedOnly(sourceBody(values, edit.base), edit.base);
    if (Object.keys(change).length === 0) onClose();
    else edit.save(change);
  }

  const { conflict } = edit;
  return (
    <>
      <form noValidate onSubmit={form.handleSubmit(submit)} className="space-y-6">
        <SourceFields form={form} options={options.data} hasBearerToken={edit.base.hasBearerToken} />
        <FormProblem problem={problem} />
        {conflict ? (
          <EditConflict
            differences={compareEdit(
              { ...conflict.base },
              { ...conflict.change },
              { ...conflict.theirs },
              FIELDS,
            )}
            labelOf={(field) => SOURCE_LABELS[field as Field]}
            wordsOf={sourceWords}
            isBusy={edit.isSaving}
            onKeepMine={edit.keepMine}
            onTakeTheirs={() => {
              form.reset(sourceValues(conflict.theirs));
              edit.takeTheirs();
            }}
          />
        ) : (
          <div className="flex flex-wrap gap-2">
            <Button type="submit" tone="primary" isBusy={edit.isSaving}>
              Save source
            </Button>
            <Button onClick={onClose}>Cancel</Button>
          </div>
        )}
      </form>
      <ShownOnceDialog
        value={madeToken}
        title="Bearer token for Braze"
        copyLabel="Copy token"
        onClose={() => {
          setMadeToken(null);
          onClose();
        }}
      >
        Enter it in Braze as the bearer token of the Current. It is shown this once; a lost one is replaced by
        a new one.
      </ShownOnceDialog>
    </>
  );
}
