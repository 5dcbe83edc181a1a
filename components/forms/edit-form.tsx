"use client";

import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import {
  type DefaultValues,
  type FieldValues,
  type Path,
  type UseFormReturn,
  useForm,
} from "react-hook-form";
import { Button } from "@/components/ui/button";
import { changedOnly, compareEdit } from "./compare-edit";
import { EffectQuestion } from "./effect-question";
import { showFieldErrors } from "./form-errors";
import { FormProblem } from "./form-problem";
import { LeaveGuard } from "./leave-guard";
import { useDraft } from "./use-draft";
import { type EffectGuard, useEffectGuard } from "./use-effect-guard";
import { useVersionedEdit, type Versioned } from "./use-versioned-edit";

const EditConflict = dynamic(() => import("./edit-conflict").then((module) => module.EditConflict), {
  ssr: false,
});

/** What the forms need to know about the things they create and edit. */
export interface Settings<View, Values extends FieldValues, Body extends object = object> {
  /** Its name on the buttons. */
  noun: string;
  /** The form's values for an existing one, or for a new one. */
  toValues: (view: View | undefined) => Values;
  /** The body for the API, for an existing one or a new one. */
  toBody: (values: Values, view: View | undefined) => Body;
  /** What is saved, under the names of `toBody`; for a secret only whether there is one. */
  toSaved: (view: View) => Readonly<Record<string, unknown>>;
  /** The fields in which two edits are compared, and their names. */
  labels: Readonly<Record<string, string>>;
  /** A field's value in words, as typed or as saved. */
  wordsOf: (field: string, value: unknown, theirs: View) => string;
  /** The form's fields that show the API's messages about them. */
  shown: readonly Path<Values>[];
  /** The form's fields that hold a secret while it is typed. */
  secrets: readonly Path<Values>[];
}

/**
 * Edits something of a customer. If someone else saved first, the form shows both versions and keeps what was typed
 * until one of them is chosen.
 */
export function EditForm<
  View extends Versioned,
  Values extends FieldValues,
  Body extends object,
  Saved extends View,
>(props: {
  settings: Settings<View, Values, Body>;
  customerId: string;
  /** Names what is edited: unsaved input is kept under it while the portal is open. */
  draftKey: string;
  /** Sends the fields that changed. */
  save: (change: Versioned & Partial<Body>) => Promise<Saved>;
  /** What is saved now. */
  readAgain: () => Promise<View>;
  start: View;
  fields: (form: UseFormReturn<Values>, base: View) => ReactNode;
  /** Saves what has a separate path, after the rest. */
  alsoSave?: (values: Values) => Promise<unknown>;
  /** Shows what saving does before it is saved. */
  guard?: EffectGuard<NoInfer<Body>>;
  saveLabel?: string;
  /** Called with null when there was nothing to save, and with what was saved before. */
  onSaved: (saved: NoInfer<Saved> | null, before: NoInfer<View>) => void;
  onCancel?: () => void;
}) {
  const { settings, fields, alsoSave, onCancel } = props;
  const { saveLabel = `Save ${settings.noun}` } = props;
  const { toBody, toSaved, labels, wordsOf } = settings;
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm<Values>({ mode: "onChange", defaultValues: valuesOf(props.start) });
  const draft = useDraft(form, props.draftKey, settings.secrets);
  const { base, theirs, ...edit } = useVersionedEdit<View, Body, Saved>({
    ...props,
    onRefused: (err) => setProblem(showFieldErrors(err, form.setError, settings.shown)),
  });

  function valuesOf(view: View): DefaultValues<Values> {
    return settings.toValues(view) as DefaultValues<Values>;
  }

  const guard = useEffectGuard();
  const changeOf = (values: Values) => changedOnly(toBody(values, base), toSaved(base));

  const submit = (save: typeof edit.save) =>
    form.handleSubmit((values) => {
      setProblem(null);
      const typed = JSON.stringify(form.getValues());
      const change = changeOf(values);
      const andThen = async (saved: Saved | null) => {
        await alsoSave?.(values);
        // What was typed while this was being saved stays.
        const isAsSent = JSON.stringify(form.getValues()) === typed;
        if (!isAsSent) return;
        draft.discard();
        if (saved) form.reset(valuesOf(saved));
      };
      guard.check(props.guard, change, (how) => save({ change: { ...change, ...how }, andThen }));
    });

  return (
    <>
      <LeaveGuard draft={draft} />
      <EffectQuestion guard={guard} />
      <form noValidate onSubmit={submit(edit.save)} className="space-y-6">
        {fields(form, base)}
        <FormProblem problem={problem} />
        {theirs ? (
          <EditConflict
            differences={compareEdit(
              toSaved(base),
              { ...changeOf(form.watch()) },
              toSaved(theirs),
              Object.keys(labels),
            )}
            labels={labels}
            wordsOf={(field, value) => wordsOf(field, value, theirs)}
            isBusy={edit.isSaving || guard.isBusy}
            onKeepMine={submit(edit.saveOver)}
            onTakeTheirs={() => {
              form.reset(valuesOf(theirs));
              edit.takeTheirs();
            }}
          />
        ) : (
          <div className="flex flex-wrap gap-2">
            <Button type="submit" tone="primary" isBusy={edit.isSaving || guard.isBusy}>
              {saveLabel}
            </Button>
            {onCancel && <Button onClick={onCancel}>Cancel</Button>}
          </div>
        )}
      </form>
    </>
  );
}
