"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { ApiError, changeApi, readApi } from "@/components/data/call-api";
import { useIdempotencyKey } from "@/components/data/use-idempotency-key";
import { useSetupOptions } from "@/components/data/use-setup-options";
import { Button } from "@/components/ui/button";
import { ShownOnceDialog } from "@/components/ui/shown-once-dialog";
import type { ChangedSourceView, CreatedSourceView, SourceView } from "@/lib/setup/sources/source-view";
import { showFieldErrors } from "./form-errors";
import { FormProblem } from "./form-problem";
import { SourceFields } from "./source-fields";
import { type SourceValues, sourceBody, sourceValues } from "./source-values";

/** A source as its creation or its edit answered it; a new bearer token and a new address are in there this once. */
export type SavedSource = ChangedSourceView | CreatedSourceView;

/**
 * Creates a source, or edits the one given. A bearer token that is made by saving is shown here, once, before
 * `onSaved` is called.
 */
export function SourceForm(props: {
  customerId: string;
  source?: SourceView;
  onSaved: (saved: SavedSource) => void;
  /** What the button says. */
  saveLabel?: string;
}) {
  const { customerId, onSaved, saveLabel = props.source ? "Save source" : "Create source" } = props;
  // What this edit started from: whatever others save meanwhile does not slip under what is typed here.
  const [seen, setSeen] = useState(props.source);
  const [saved, setSaved] = useState<SavedSource | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const options = useSetupOptions();
  const keyFor = useIdempotencyKey();
  const form = useForm<SourceValues>({ mode: "onChange", defaultValues: sourceValues(seen) });
  const path = `/customers/${customerId}/sources`;

  const save = useMutation({
    mutationFn: (values: SourceValues) => {
      const body = sourceBody(values, seen);
      return seen
        ? changeApi<SavedSource>("PATCH", `${path}/${seen.id}`, { version: seen.version, ...body })
        : changeApi<SavedSource>("POST", path, body, { idempotencyKey: keyFor(body) });
    },
    onSuccess: (answer) => {
      setSeen(answer);
      form.reset(sourceValues(answer));
      if (answer.bearerToken) setSaved(answer);
      else onSaved(answer);
    },
    onError: (err) => setProblem(showFieldErrors(err, form.setError, FIELD_NAMES)),
    meta: { isHandled: true },
  });

  const reload = useMutation({
    mutationFn: () => readApi<SourceView>(`${path}/${seen?.id}`),
    onSuccess: (current) => {
      setSeen(current);
      form.reset(sourceValues(current));
      setProblem(null);
    },
  });

  function submit(values: SourceValues) {
    setProblem(null);
    save.mutate(values);
  }

  const isConflict = save.error instanceof ApiError && save.error.status === 409 && seen !== undefined;
  return (
    <>
      <form noValidate onSubmit={form.handleSubmit(submit)} className="space-y-6">
        <SourceFields form={form} options={options.data} hasBearerToken={seen?.hasBearerToken ?? null} />
        <FormProblem
          problem={options.error && `What can be chosen could not be read: ${options.error.message}`}
          action={{ label: "Try again", isBusy: options.isFetching, onClick: () => options.refetch() }}
        />
        <FormProblem
          problem={problem}
          action={
            isConflict
              ? { label: "Load what is saved", isBusy: reload.isPending, onClick: reload.mutate }
              : undefined
          }
        />
        <Button type="submit" tone="primary" isBusy={save.isPending}>
          {saveLabel}
        </Button>
      </form>
      <ShownOnceDialog
        value={saved?.bearerToken ?? null}
        title="Bearer token for Braze"
        copyLabel="Copy token"
        onClose={() => {
          if (saved) onSaved(saved);
          setSaved(null);
        }}
      >
        Enter it in Braze as the bearer token of the Current. It is shown this once; a lost one is replaced by
        a new one.
      </ShownOnceDialog>
    </>
  );
}

const FIELD_NAMES = ["name", "heapAppId", "heapRegion", "identityField", "prefix", "eventTypes"] as const;
