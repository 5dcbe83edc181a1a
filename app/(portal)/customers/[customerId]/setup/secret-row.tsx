"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { changeApi, readApi } from "@/components/data/call-route";
import { compareEdit } from "@/components/forms/compare-edit";
import { guardOf } from "@/components/forms/destination-guard";
import { DESTINATION } from "@/components/forms/destination-values";
import { EditConflict } from "@/components/forms/edit-conflict";
import { Effect, EffectQuestion } from "@/components/forms/effect-question";
import { FormDialog } from "@/components/forms/form-drawer";
import { showFieldErrors } from "@/components/forms/form-errors";
import { FormProblem } from "@/components/forms/form-problem";
import { LeaveGuard } from "@/components/forms/leave-guard";
import { isKeyRefusal, SaveRefusedKey } from "@/components/forms/refused-key";
import { useAskedField } from "@/components/forms/use-asked-field";
import { useDraft } from "@/components/forms/use-draft";
import { type PausesFirst, useEffectGuard } from "@/components/forms/use-effect-guard";
import { useVersionedEdit, type Versioned } from "@/components/forms/use-versioned-edit";
import { type WorkspaceChoice, WorkspaceChoiceField } from "@/components/forms/workspace-choice";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field, SecretInput } from "@/components/ui/field";
import { toast } from "@/components/ui/notify";
import { StatusPill } from "@/components/ui/status-pill";
import type { DestinationView } from "@/lib/setup/destinations/destination-view";
import { BRAZE_KEYS } from "@/lib/vendors/braze/destination-kinds";

/** A secret of which a destination has one. */
export type SecretField = "dataImportKey" | "restApiKey";

type SecretChange = Record<SecretField, string | null> &
  PausesFirst & { sameWorkspace: boolean; testsKey: boolean };

const PATH = "/api/v1/customers/[customerId]/destinations/[destinationId]";

const { labels, toSaved, wordsOf } = DESTINATION;

/** Whether a secret is set, never its value; and the ways to replace or remove it. */
export function SecretRow(props: {
  destination: DestinationView;
  field: SecretField;
  /** What it is for, where to find it, and what removing it means. */
  purpose: string;
  hint: string;
  removal: string;
  canChange: boolean;
}) {
  const { destination, field, purpose, canChange } = props;
  const { asked, forget } = useAskedField(destination.id, ["brazeKey"]);
  const isBrazeKey = BRAZE_KEYS[destination.kind].field === field;
  const [isReplacing, setReplacing] = useState(canChange && isBrazeKey && asked !== null);
  const [isRemoving, setRemoving] = useState(false);
  const endReplacing = () => {
    setReplacing(false);
    forget();
  };
  const label = labels[field];
  const hasKey = isSet(destination, field);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5 first:pt-0 last:pb-0">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          {label} <StatusPill tone={hasKey ? "good" : "quiet"}>{hasKey ? "Set" : "Not set"}</StatusPill>
        </p>
        <p className="mt-0.5 text-xs text-ink-soft">{purpose}</p>
      </div>
      {canChange && (
        <div className="flex flex-wrap gap-2">
          <Button
            size="small"
            onClick={() => setReplacing(true)}
            aria-label={`${hasKey ? "Replace" : "Enter"} ${label}`}
          >
            {hasKey ? "Replace" : "Enter"}
          </Button>
          {hasKey && (
            <Button
              size="small"
              tone="danger"
              onClick={() => setRemoving(true)}
              aria-label={`Remove ${label}`}
            >
              Remove
            </Button>
          )}
        </div>
      )}
      {isReplacing && <ReplaceSecret {...props} label={label} onClose={endReplacing} />}
      {isRemoving && <RemoveSecret {...props} label={label} onClose={() => setRemoving(false)} />}
    </li>
  );
}

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

function ReplaceSecret({ destination, field, hint, label, onClose }: DialogProps) {
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

function RemoveSecret({ destination, field, label, removal, onClose }: DialogProps) {
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

function isSet(destination: DestinationView, field: SecretField): boolean {
  return field === "dataImportKey" ? destination.hasDataImportKey : destination.hasRestApiKey;
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
