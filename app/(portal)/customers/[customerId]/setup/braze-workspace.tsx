"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { refreshCustomer } from "@/app/(portal)/customers/[customerId]/(overview)/use-overview";
import { changeApi } from "@/components/data/call-route";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/notify";
import type { SourceView } from "@/lib/setup/sources/source-view";
import { Fact } from "./facts";

/** The Braze workspace whose events a source takes, and the way to let it take another's. */
export function BrazeWorkspace({ source, canChange }: { source: SourceView; canChange: boolean }) {
  const [isAsking, setAsking] = useState(false);
  const forget = useForgetWorkspace(source);
  if (source.appGroupId === null) return <Fact name="Braze workspace">Taken from the first event</Fact>;
  return (
    <Fact name="Braze workspace">
      <code>{source.appGroupId}</code>
      {canChange && (
        <Button
          size="small"
          tone="ghost"
          className="ml-2"
          onClick={() => setAsking(true)}
          aria-label={`Forget the Braze workspace of ${source.name}`}
        >
          Forget
        </Button>
      )}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={`Forget the Braze workspace of “${source.name}”?`}
        confirmLabel="Forget workspace"
        tone="primary"
        isBusy={forget.isPending}
        onConfirm={() => forget.mutate(undefined, { onSettled: () => setAsking(false) })}
      >
        <p>
          The source accepts events from this workspace only and quarantines those from any other. Forget it
          if the customer has moved: the next event then sets the new workspace.
        </p>
        <p>Quarantined events stay in Events. Replay them afterwards.</p>
      </ConfirmDialog>
    </Fact>
  );
}

function useForgetWorkspace({ customerId, id: sourceId, version, name }: SourceView) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      changeApi("PATCH", "/api/v1/customers/[customerId]/sources/[sourceId]", {
        params: { customerId, sourceId },
        body: { version, appGroupId: null },
      }),
    onSuccess: () => toast.success(`Braze workspace of “${name}” forgotten.`),
    onSettled: () => refreshCustomer(client, customerId),
  });
}
