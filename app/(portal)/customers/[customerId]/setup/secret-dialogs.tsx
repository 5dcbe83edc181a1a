"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { changeApi, readApi } from "@/components/data/call-route";
import { compareEdit } from "@/components/forms/compare-edit";
import { guardOf } from "@/components/forms/destination-guard";
import { DESTINATION } from "@/components/forms/destination-values";
import { EditConflict } from "@/components/forms/edit-conflict";
import { Effect } from "@/components/forms/effect-dialog";
import { EffectQuestion } from "@/components/forms/effect-question";
import { FormDialog } from "@/components/forms/form-drawer";
import { showFieldErrors } from "@/components/forms/form-errors";
import { FormProblem } from "@/components/forms/form-problem";
import { LeaveGuard } from "@/components/forms/leave-guard";
import { isKeyRefusal, SaveRefusedKey } from "@/components/forms/refused-key";
import { useDraft } from "@/components/forms/use-draft";
import { type PausesFirst, useEffectGuard } from "@/components/forms/use-effect-guard";
import { useVersionedEdit, type Versioned } from "@/components/forms/use-versioned-edit";
import { type WorkspaceChoice, WorkspaceChoiceField } from "@/components/forms/workspace-choice";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field, SecretInput } from "@/components/ui/field";
import { toast } from "@/components/ui/notify";
import type { DestinationView } from "@/lib/setup/destinations/destination-view";
import { BRAZE_KEYS } from "@/lib/vendors/braze/destination-kinds";
import { isSet, type SecretField } from "./secret-field";

type SecretChange = Record<SecretField, string | null> &
  PausesFirst & { sameWorkspace: boolean; testsKey: boolean };

const PATH = "/api/v1/customers/[customerId]/destinations/[destinationId]";

const { labels, toSaved, wordsOf } = DESTINATION;

interface Typed extends Record<SecretField, string> {
  workspace: WorkspaceChoice;
  savesRefusedKey: boolean;
}

const NOTHING_TYPED: Typed = {
  dataImportKey: "",
  restApiKey: "",
  workspace: "other",
  savesRefusedKey: false,
};

interface DialogProps {
  destination: DestinationView;
  field: SecretField;
  hint: string;
  removal: string;
  label: string;
  onClose: () => void;
}

/** Takes a new value for a secret, tests it, and says first what saving it does. */
export function ReplaceSecret({ destination, field, hint, label, onClose }: DialogProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [isKeyRefused, setKeyRefused] = useState(false);
  const form = useForm<Typed>({ defaultValues: NOTHING_TYPED });
  const draft = useDraft(form, `${field} of ${destination.id}`, Object.keys(NOTHING_TYPED));
  const isBrazeKey = BRAZE_KEYS[destination.kind].field === field;
  const asksWorkspace = isBrazeKey && isSet(destination, field);
  const edit = useVersionedEdit<DestinationView, SecretChange, DestinationView>({
    ...editOf(destination),
    onSaved: () => {
      toast.success(`${label} saved.`);
      onClose();
    },
    onRefused: (err) => {
      setKeyRefused(isKeyRefusal(err));
      setProblem(showFieldErrors(err, form.setError, [field]));
    },
  });
  const guard = useEffectGuard();
  const { base, theirs } = edit;
  const changeOf = (typed: Typed): Partial<SecretChange> => {
    return {
      [field]: typed[field],
      ...(isBrazeKey && { testsKey: !typed.savesRefusedKey }),
      ...(asksWorkspace && { sameWorkspace: typed.workspace === "same" }),
    };
  };
  const submit = (save: typeof edit.save) =>
    form.handleSubmit((typed) => {
      setProblem(null);
      const change = changeOf(typed);
      guard.check(guardOf(destination), change, (how) => save({ change: { ...change, ...how } }));
    });
  return (
    <FormDialog isOpen onClose={onClose} title={`${label} of “${destination.name}”`}>
      {(close) => (
        <>
          <LeaveGuard draft={draft} />
          <EffectQuestion guard={guard} />
          <form noValidate onSubmit={submit(edit.save)} className="space-y-4">
            <Field label={label} error={form.formState.errors[field]?.message} hint={hint}>
              {(control) => (
                <SecretInput
                  {...control}
                  {...form.register(field, {
                    required: "Enter the key.",
                    onChange: () => {
                      setKeyRefused(false);
                      form.setValue("savesRefusedKey", false);
                    },
                  })}
                />
              )}
            </Field>
            {isKeyRefused && <SaveRefusedKey onPress={() => form.setValue("savesRefusedKey", true)} />}
            {asksWorkspace && (
              <WorkspaceChoiceField control={form.register("workspace")} kind={destination.kind} />
            )}
            <FormProblem problem={problem} />
            {theirs ? (
              <EditConflict
                differences={compareEdit(
                  toSaved(base),
                  changeOf(form.getValues()),
                  toSaved(theirs),
                  Object.keys(labels),
                )}
                labels={labels}
                wordsOf={wordsOf}
                isBusy={edit.isSaving}
                onKeepMine={submit(edit.saveOver)}
                onTakeTheirs={onClose}
              />
            ) : (
              <div className="flex flex-wrap justify-end gap-2">
                <Button onClick={close}>Cancel</Button>
                <Button type="submit" tone="primary" isBusy={edit.isSaving || guard.isBusy}>
                  Save key
                </Button>
              </div>
            )}
          </form>
        </>
      )}
    </FormDialog>
  );
}

/** Removes a secret, and says first what that means. */
export function RemoveSecret({ destination, field, label, removal, onClose }: DialogProps) {
  const edit = useVersionedEdit<DestinationView, SecretChange, DestinationView>({
    ...editOf(destination),
    onSaved: () => {
      toast.success(`${label} removed.`);
      onClose();
    },
    onRefused: (err) => toast.error(err instanceof Error ? err.message : "It could not be removed."),
  });
  const { theirs } = edit;
  const { data: effects } = useQuery({
    queryKey: ["effects of removing", field, destination.id],
    queryFn: () => (field === "restApiKey" ? null : guardOf(destination).measure({ [field]: null })),
    gcTime: 0,
  });
  const removed = { change: { [field]: null } };
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={`Remove the ${label} of “${destination.name}”?`}
      confirmLabel={theirs ? "Remove it anyway" : "Remove key"}
      isBusy={edit.isSaving}
      onConfirm={() => (theirs ? edit.saveOver(removed) : edit.save(removed))}
    >
      <p>{removal}</p>
      {effects && effects.items.length > 0 && (
        <ul aria-label="Effects">
          {effects.items.map((effect) => (
            <Effect key={effect.message} effect={effect} />
          ))}
        </ul>
      )}
      {theirs && (
        <p role="alert" className="font-medium text-wait">
          Someone else changed this destination in the meantime. Nothing has been removed yet.
        </p>
      )}
    </ConfirmDialog>
  );
}

function editOf(destination: DestinationView) {
  const { customerId, id } = destination;
  const params = { customerId, destinationId: id };
  return {
    customerId,
    start: destination,
    save: (body: Versioned & Partial<SecretChange>) => changeApi("PATCH", PATH, { params, body }),
    readAgain: () => readApi(PATH, { params }),
  };
}
