"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keyOf } from "@/components/data/address";
import { ApiError } from "@/components/data/call-api";

/** Something whose edits name the version they are based on. */
export interface Versioned {
  version: number;
}

/** What an edit sends: the fields it changes, and what follows at once when they are saved, or there was none to save. */
export interface Edit<Body, Saved> {
  change: Partial<Body>;
  /** When it fails, the edit is refused, while its fields stay saved. */
  andThen?: (saved: Saved | null) => Promise<unknown>;
}

/**
 * Edits something that has a version. Nothing is silently overwritten: if someone else saved first, `theirs` holds
 * what is saved now, and nothing more is sent until one of the two is chosen.
 * @param save sends a change to the API
 * @param readAgain what is saved now
 * @param start what the edit starts from; later changes of it do not slip under what is typed
 * @param onSaved told what is saved, or null when the edit changed no field; everything of the customer is fresh by then
 */
export function useVersionedEdit<View extends Versioned, Body extends object, Saved extends View>(props: {
  customerId: string;
  save: (change: Versioned & Partial<Body>) => Promise<Saved>;
  readAgain: () => Promise<View>;
  start: View;
  /** `before` is what the edit was based on. */
  onSaved: (saved: Saved | null, before: View) => void;
  onRefused: (err: unknown) => void;
}) {
  const { customerId, readAgain, onSaved, onRefused } = props;
  const client = useQueryClient();
  const [base, setBase] = useState(props.start);
  const [theirs, setTheirs] = useState<View | null>(null);

  const goOnFrom = (view: View) => {
    setBase(view);
    setTheirs(null);
  };

  const edit = useMutation({
    meta: { isHandled: true },
    mutationFn: async ({ seen, change }: Edit<Body, Saved> & { seen: View }) => {
      if (Object.keys(change).length === 0) return null;
      return props.save({ version: seen.version, ...change });
    },
    onSuccess: async (saved, { andThen, seen }) => {
      if (saved) goOnFrom(saved);
      const refusal = await andThen?.(saved).then(
        () => null,
        (err: unknown) => err,
      );
      await client.invalidateQueries({
        queryKey: keyOf("/api/v1/customers/[customerId]", { customerId }),
      });
      if (refusal) onRefused(refusal);
      else onSaved(saved, seen);
    },
    onError: async (err, { seen }) => {
      const current = await readTheirs(err, readAgain, seen);
      if (current) setTheirs(current);
      else onRefused(err);
    },
  });

  return {
    base,
    theirs,
    isSaving: edit.isPending,
    save: (what: Edit<Body, Saved>) => edit.mutate({ ...what, seen: base }),
    /** Saves on top of what they saved. */
    saveOver: (what: Edit<Body, Saved>) => edit.mutate({ ...what, seen: theirs ?? base }),
    /** Continues from what they saved; the caller puts it into its form. */
    takeTheirs: () => {
      if (theirs) goOnFrom(theirs);
    },
  };
}

/**
 * What someone else saved in the meantime, if that is why an edit was refused; null when it was refused for another
 * reason. The API answers `conflict` for an archived customer as well, so the saved version decides.
 */
async function readTheirs<View extends Versioned>(
  err: unknown,
  readAgain: () => Promise<View>,
  seen: View,
): Promise<View | null> {
  if (!(err instanceof ApiError) || err.code !== "conflict") return null;
  const current = await readAgain().catch(() => null);
  return current && current.version !== seen.version ? current : null;
}
