"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FieldValues } from "react-hook-form";
import { keyOf } from "@/components/data/address";
import { ApiError } from "@/components/data/call-api";
import { changeApi } from "@/components/data/call-route";
import { toast } from "@/components/ui/notify";
import type { CustomerView } from "@/lib/setup/customers/customer-view";
import type { DestinationView } from "@/lib/setup/destinations/destination-view";
import type { SourceView } from "@/lib/setup/sources/source-view";
import type { Settings } from "./edit-form";
import { revertEdit } from "./find-revert";

/** What can be taken back: an edit of one of these. */
export type Edited =
  | { kind: "customer"; view: CustomerView }
  | { kind: "source"; view: SourceView }
  | { kind: "destination"; view: DestinationView };

const PATHS = {
  customer: "/api/v1/customers/[customerId]",
  source: "/api/v1/customers/[customerId]/sources/[sourceId]",
  destination: "/api/v1/customers/[customerId]/destinations/[destinationId]",
} as const;

/**
 * Takes an edit back, by an edit: it is checked, versioned and audited like any other. If somebody has saved in the
 * meantime, nothing is taken back.
 */
export function useRevert() {
  const client = useQueryClient();
  return useMutation({
    meta: { isHandled: true },
    mutationFn: ({ kind, view, change }: Edited & { change: object }) =>
      changeApi("PATCH", PATHS[kind], {
        params: { customerId: customerOf({ kind, view }), sourceId: view.id, destinationId: view.id },
        body: { version: view.version, ...change },
      }),
    onSuccess: (_saved, { view }) => toast.success(`“${view.name}” is as it was before.`),
    onError: (err, { view }) =>
      toast.error(
        err instanceof ApiError && err.code === "conflict"
          ? `“${view.name}” was changed again in the meantime, so nothing was reverted. Check it in Setup.`
          : `“${view.name}” could not be reverted. Nothing changed. ${err.message}`,
      ),
    onSettled: (_saved, _err, edited) =>
      client.invalidateQueries({
        queryKey: keyOf("/api/v1/customers/[customerId]", { customerId: customerOf(edited) }),
      }),
  });
}

function customerOf({ view }: { kind: Edited["kind"]; view: Edited["view"] }): string {
  return "customerId" in view ? view.customerId : view.id;
}

/**
 * Says that an edit is saved, and offers to take it back.
 * @param settings how the form names the fields of what was edited
 */
export function useSavedNotice() {
  const revert = useRevert();
  return <View extends Edited["view"]>(
    edited: Edited & { view: View },
    before: View | undefined,
    { toSaved, labels }: Pick<Settings<View, FieldValues>, "toSaved" | "labels">,
  ) => {
    const change = before ? revertEdit(toSaved(before), toSaved(edited.view), labels) : null;
    toast.success(
      `“${edited.view.name}” is saved.`,
      change ? { label: "Revert", onPress: () => revert.mutate({ ...edited, change }) } : undefined,
    );
  };
}
