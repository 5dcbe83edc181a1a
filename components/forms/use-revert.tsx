"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useState } from "react";
import type { FieldValues } from "react-hook-form";
import { keyOf } from "@/components/data/address";
import { changeApi } from "@/components/data/call-route";
import { dismissNotices, toast } from "@/components/ui/notify";
import type { Settings } from "./edit-form";
import { EffectQuestion } from "./effect-question";
import { type Fields, revertEdit } from "./find-revert";
import type { Edited } from "./revert-guard";
import { whyNotReverted } from "./revert-words";
import { type PausesFirst, useEffectGuard } from "./use-effect-guard";

/** An edit to take back. */
export type Revert = Edited & {
  /** What taking it back sends. */
  change: Fields;
  /** What is saved now, under the names of `change`: with it a revert can be undone. */
  saved: Fields;
  /** It takes back a revert. */
  isUndo?: true;
};

const PATHS = {
  customer: "/api/v1/customers/[customerId]",
  source: "/api/v1/customers/[customerId]/sources/[sourceId]",
  destination: "/api/v1/customers/[customerId]/destinations/[destinationId]",
} as const;

interface Reverting {
  revert: (what: Revert) => void;
  isBusy: boolean;
}

const RevertContext = createContext<Reverting>({ revert: () => {}, isBusy: false });

/**
 * Takes edits back, by edits: each is measured and asked about before, and checked, versioned and audited like any other. It is
 * around all pages, since a notice with its button outlives the page it came from.
 */
export function RevertProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const guard = useEffectGuard();
  const [isUndo, setUndo] = useState(false);
  const saving = useMutation({
    meta: { isHandled: true },
    mutationFn: ({ kind, view, change, how }: Revert & { how: PausesFirst }) =>
      changeApi("PATCH", PATHS[kind], {
        params: {
          customerId: customerOf({ kind, view } as Edited),
          sourceId: view.id,
          destinationId: view.id,
        },
        body: { version: view.version, ...change, ...how },
      }),
    onSuccess: (answer, { how, ...what }) => {
      const { name } = what.view;
      const state = what.isUndo ? "is back to how it was before the revert" : "is back to how it was";
      const undo = { ...what, view: answer, change: pick(what.saved, what.change), saved: what.change };
      toast.success(
        `“${name}” ${state}${how.pausesFirst ? ", and paused" : ""}.`,
        what.isUndo
          ? undefined
          : { label: "Undo", onPress: () => revert({ ...undo, isUndo: true } as Revert) },
      );
    },
    onError: (err, { view }) => toast.error(whyNotReverted(view.name, err)),
    onSettled: (_saved, _err, what) =>
      client.invalidateQueries({
        queryKey: keyOf("/api/v1/customers/[customerId]", { customerId: customerOf(what) }),
      }),
  });
  const loading = useMutation({
    meta: { isHandled: true },
    mutationFn: async (what: Revert) => (await import("./revert-guard")).guardOf(what),
    onSuccess: (found, what) => guard.check(found, what.change, (how) => saving.mutate({ ...what, how })),
    onError: (_, { view }) =>
      toast.error(
        `“${view.name}” could not be reverted: a part of this page did not load. Nothing changed. Reload the page.`,
      ),
  });
  const revert = (what: Revert) => {
    dismissNotices();
    setUndo(what.isUndo === true);
    loading.mutate(what);
  };
  return (
    <RevertContext value={{ revert, isBusy: loading.isPending || guard.isBusy || saving.isPending }}>
      {children}
      <EffectQuestion guard={guard} asksAbout={isUndo ? "undo" : "revert"} />
    </RevertContext>
  );
}

/** Takes an edit back, after asking where its effect can be measured. */
export function useRevert(): Reverting {
  return useContext(RevertContext);
}

function customerOf(edited: Edited): string {
  return edited.kind === "customer" ? edited.view.id : edited.view.customerId;
}

/** The fields of the one under the names of the other. */
function pick(fields: Fields, names: Fields): Fields {
  return Object.fromEntries(Object.keys(names).map((name) => [name, fields[name] ?? null]));
}

/**
 * Says that an edit is saved, and offers to take it back.
 * @param settings how the form names the fields of what was edited
 */
export function useSavedNotice() {
  const { revert } = useRevert();
  return <View extends Edited["view"]>(
    edited: Edited & { view: View },
    before: View | undefined,
    { toSaved, labels }: Pick<Settings<View, FieldValues>, "toSaved" | "labels">,
  ) => {
    const saved = toSaved(edited.view);
    const change = before ? revertEdit(toSaved(before), saved, labels) : null;
    toast.success(
      `“${edited.view.name}” saved.`,
      change ? { label: "Revert", onPress: () => revert({ ...edited, change, saved }) } : undefined,
    );
  };
}
