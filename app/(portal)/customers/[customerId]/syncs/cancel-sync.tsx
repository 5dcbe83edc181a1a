"use client";

import { Square } from "lucide-react";
import { useState } from "react";
import { useCancelSync } from "@/app/(portal)/customers/[customerId]/segments/use-sync";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import type { SyncView } from "@/lib/cohorts/syncs/sync-view";

/** Cancels a waiting or running sync, after asking. */
export function CancelSync({ sync }: { sync: SyncView }) {
  const [isAsking, setAsking] = useState(false);
  const cancel = useCancelSync(sync.customerId, sync.id);
  return (
    <>
      <Button
        size="small"
        icon={Square}
        disabled={sync.cancelRequestedAt !== null}
        onClick={() => setAsking(true)}
      >
        Cancel<span className="sr-only"> the sync of {sync.segmentName}</span>
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={`Cancel the sync of “${sync.segmentName}”?`}
        confirmLabel="Yes, cancel the sync"
        isBusy={cancel.isPending}
        onConfirm={() => cancel.mutate(undefined, { onSettled: () => setAsking(false) })}
      >
        <p>
          It stops before its next call to Braze. Members already sent stay sent; the rest are kept for the
          next sync.
        </p>
      </ConfirmDialog>
    </>
  );
}
