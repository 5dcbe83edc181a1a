"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import { ApiError } from "@/components/data/call-api";
import { compareEdit } from "@/components/forms/compare-edit";
import { EditConflict } from "@/components/forms/edit-conflict";
import { showFieldErrors } from "@/components/forms/form-errors";
import { FormProblem } from "@/components/forms/form-problem";
import { useVersionedEdit } from "@/components/forms/use-versioned-edit";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog } from "@/components/ui/dialog";
import { Field, SecretInput } from "@/components/ui/field";
import { toast } from "@/components/ui/notify";
import { StatusPill } from "@/components/ui/status-pill";
import type { DestinationView } from "@/lib/setup/destinations/destination-view";
import { DESTINATION_LABELS, destinationWords } from "./settings-words";

/** A secret that a destination has one of. */
export type SecretField = "dataImportKey" | "restApiKey";

const COMPARED = ["name", "brazeInstance", "identifierKind", "aliasLabel"];

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
  const [isReplacing, setReplacing] = useState(false);
  const [isRemoving, setRemoving] = useState(false);
  const label = DESTINATION_LABELS[field];
  const isSet = field === "dataImportKey" ? destination.hasDataImportKey : destination.hasRestApiKey;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5 first:pt-0 last:pb-0">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          {label} <StatusPill tone={isSet ? "good" : "quiet"}>{isSet ? "Set" : "Not set"}</StatusPill>
        </p>
        <p className="mt-0.5 text-xs text-ink-soft">{purpose}</p>
      </div>
      {canChange && (
        <div className="flex flex-wrap gap-2">
          <Button
            size="small"
            onClick={() => setReplacing(true)}
            aria-label={`${isSet ? "Replace" : "Enter"} ${label}`}
          >
            {isSet ? "Replace" : "Enter"}
          </Button>
          {isSet && (
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
      {isReplacing && <ReplaceSecret {...props} label={label} onClose={() => setReplacing(false)} />}
      {isRemoving && <RemoveSecret {...props} label={label} onClose={() => setRemoving(false)} />}
    </li>
  );
}

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
  const form = useForm({ defaultValues: { secret: "" } });
  const edit = useVersionedEdit<DestinationView, object>({
    ...pathOf(destination),
    onSaved: () => {
      toast.success(`The ${label} is set.`);
      onClose();
    },
    onRefused: (err) => setProblem(showFieldErrors(renamed(err, field), form.setError, ["secret"])),
  });
  const { conflict } = edit;
  return (
    <Dialog isOpen onClose={onClose} title={`${label} of “${destination.name}”`}>
      <form
        noValidate
        onSubmit={form.handleSubmit(({ secret }) => {
          setProblem(null);
          edit.save({ [field]: secret });
        })}
        className="space-y-4"
      >
        <Field label={label} error={form.formState.errors.secret?.message} hint={hint}>
          {(control) => (
            <SecretInput {...control} {...form.register("secret", { required: "Enter the key." })} />
          )}
        </Field>
        <FormProblem problem={problem} />
        {conflict ? (
          <EditConflict
            differences={compareEdit({ ...conflict.base }, {}, { ...conflict.theirs }, COMPARED)}
            labelOf={(name) => DESTINATION_LABELS[name as SecretField]}
            wordsOf={destinationWords}
            isBusy={edit.isSaving}
            onKeepMine={edit.keepMine}
            onTakeTheirs={onClose}
          />
        ) : (
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" tone="primary" isBusy={edit.isSaving}>
              Save key
            </Button>
          </div>
        )}
      </form>
    </Dialog>
  );
}

function RemoveSecret({ destination, field, label, removal, onClose }: DialogProps) {
  const edit = useVersionedEdit<DestinationView, object>({
    ...pathOf(destination),
    onSaved: () => {
      toast.success(`The ${label} is removed.`);
      onClose();
    },
    onRefused: (err) => toast.error(err instanceof Error ? err.message : "It could not be removed."),
  });
  const { conflict } = edit;
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={`Remove the ${label} of “${destination.name}”?`}
      confirmLabel={conflict ? "Remove it all the same" : "Remove key"}
      isBusy={edit.isSaving}
      onConfirm={conflict ? edit.keepMine : () => edit.save({ [field]: null })}
    >
      <p>{removal}</p>
      {conflict && (
        <p role="alert" className="font-medium text-wait">
          Changed by someone else: this destination was saved meanwhile. Nothing is removed yet.
        </p>
      )}
    </ConfirmDialog>
  );
}

function pathOf(destination: DestinationView) {
  const { customerId, id } = destination;
  return { customerId, path: `/customers/${customerId}/destinations/${id}`, start: destination };
}

/** The form has one field, which the API calls by its own name. */
function renamed(err: unknown, field: SecretField): unknown {
  if (!(err instanceof ApiError) || !err.fields[field]) return err;
  return new ApiError(err.status, err.code, err.message, { secret: err.fields[field] });
}
