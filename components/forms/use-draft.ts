"use client";

import { useEffect, useRef, useState } from "react";
import type { FieldValues, Path, PathValue, UseFormReturn } from "react-hook-form";
import { draftOf, forgetDraft, keepDraft, typedFields } from "./drafts";

/** Where a form says whether it has unsaved input, for the window around it. */
export interface Unsaved {
  isDirty: boolean;
  discard: () => void;
}

/**
 * Keeps what is typed when the form goes away by the browser's back or forward, and puts it back when it is shown again.
 * @param key names the form and what it edits
 * @param secrets fields that are never kept
 */
export function useDraft<Values extends FieldValues>(
  form: UseFormReturn<Values>,
  key: string,
  secrets: readonly string[],
) {
  const { isDirty, defaultValues } = form.formState;
  const [isRestored, setRestored] = useState(false);
  const now = useRef({ isDirty, start: defaultValues ?? {}, secrets });
  now.current = { isDirty, start: defaultValues ?? {}, secrets };
  const isGivenUp = useRef(false);
  if (!isDirty) isGivenUp.current = false;

  const { getValues, setValue, reset } = form;
  useEffect(() => {
    const draft = draftOf(key);
    for (const [field, value] of Object.entries(draft ?? {})) {
      setValue(field as Path<Values>, value as PathValue<Values, Path<Values>>, { shouldDirty: true });
    }
    setRestored(draft !== undefined);
    return () => {
      const { isDirty, start, secrets } = now.current;
      if (isDirty && !isGivenUp.current) keepDraft(key, typedFields(getValues(), start, secrets));
      else forgetDraft(key);
    };
  }, [key, getValues, setValue]);

  /** Saved, or given up: nothing of it is kept. */
  function discard() {
    isGivenUp.current = true;
    forgetDraft(key);
  }

  return {
    isDirty,
    isRestored: isRestored && isDirty,
    discard,
    /** Back to what is saved. */
    startOver: () => {
      discard();
      reset();
    },
  };
}
