"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { refreshCustomer } from "@/app/(portal)/customers/[customerId]/(overview)/use-overview";
import { ApiError, changeApi, readApi } from "@/components/data/call-api";

/** An edit that somebody else's came before. */
export interface Conflict<View, Change> {
  base: View;
  change: Change;
  theirs: View;
}

/**
 * Edits something that has a version. Nothing is silently overwritten: when somebody else saved first, `conflict` holds
 * both sides, and nothing is sent until one of them is chosen.
 * @param path of the thing below `/api/v1`
 * @param start what the edit starts from; later changes of it do not slip under what is typed
 */
export function useVersionedEdit<
  View extends { version: number },
  Change extends object,
  Saved = View,
>(props: {
  customerId: string;
  path: string;
  start: View;
  onSaved: (saved: Saved) => void;
  onRefused: (err: unknown) => void;
}) {
  const { customerId, path, onSaved, onRefused } = props;
  const client = useQueryClient();
  const [base, setBase] = useState(props.start);
  const [conflict, setConflict] = useState<Conflict<View, Change> | null>(null);

  const save = useMutation({
    meta: { isHandled: true },
    mutationFn: ({ seen, change }: { seen: View; change: Change }) =>
      changeApi<Saved>("PATCH", path, { version: seen.version, ...change }),
    onSuccess: async (saved) => {
      setConflict(null);
      await refreshCustomer(client, customerId);
      onSaved(saved);
    },
    onError: async (err, { seen, change }) => {
      const theirs = await readChanged(err, path, seen);
      if (theirs) setConflict({ base: seen, change, theirs });
      else onRefused(err);
    },
  });

  return {
    base,
    conflict,
    isSaving: save.isPending,
    save: (change: Change) => save.mutate({ seen: base, change }),
    /** Sends the same change again, this time on top of what they saved. */
    keepMine: () => {
      if (!conflict) return;
      setBase(conflict.theirs);
      save.mutate({ seen: conflict.theirs, change: conflict.change });
    },
    /** Goes on from what they saved; the caller puts it into its form. */
    takeTheirs: () => {
      if (!conflict) return;
      setBase(conflict.theirs);
      setConflict(null);
    },
  };
}

/** What is saved now, when that is why an edit was refused; null when it was refused for another reason. */
async function readChanged<View extends { version: number }>(
  err: unknown,
  path: string,
  seen: View,
): Promise<View | null> {
  if (!(err instanceof ApiError) || err.code !== "conflict") return null;
  const current = await readApi<View>(path).catch(() => null);
  return current && current.version !== seen.version ? current : null;
}
