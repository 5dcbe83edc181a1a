"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field, TextInput } from "@/components/ui/field";
import type { DeletionRequestView } from "@/lib/privacy/deletions/deletion-view";
import { useChangeDeletion } from "./use-deletions";

type Asking = "start" | "refused" | "done" | "lift";

/** What an admin can do with a request, each asked about first. */
export function DeletionActions({
  customerId,
  request,
}: {
  customerId: string;
  request: DeletionRequestView;
}) {
  const [asking, setAsking] = useState<Asking | null>(null);
  const [reason, setReason] = useState("");
  const change = useChangeDeletion({ customerId, deletionRequestId: request.id });
  const { state, liftedAt } = request;
  const close = () => setAsking(null);

  function confirm() {
    if (asking === null) return;
    const isClosing = asking === "done" || asking === "refused";
    if (isClosing && reason.trim() === "") return;
    const wish = isClosing ? ({ kind: "close", as: asking, reason } as const) : { kind: asking };
    change.mutate(wish, { onSettled: close });
  }

  const isFailed = state === "failed";
  return (
    <div className="flex flex-wrap gap-2 pt-1">
      {(state === "open" || isFailed) && (
        <>
          <Button size="small" tone={isFailed ? undefined : "danger"} onClick={() => setAsking("start")}>
            {isFailed ? "Try again" : "Delete this user…"}
          </Button>
          <Button size="small" onClick={() => setAsking("done")}>
            Close as done by hand…
          </Button>
        </>
      )}
      {state === "open" && (
        <Button size="small" onClick={() => setAsking("refused")}>
          Refuse…
        </Button>
      )}
      {state === "done" && liftedAt === null && (
        <Button size="small" onClick={() => setAsking("lift")}>
          Allow this user again…
        </Button>
      )}
      {asking && (
        <ConfirmDialog
          isOpen
          onClose={close}
          title={WORDS[asking].title}
          confirmLabel={WORDS[asking].label}
          tone={asking === "start" ? "danger" : "primary"}
          isBusy={change.isPending}
          onConfirm={confirm}
        >
          <p>{WORDS[asking].meaning}</p>
          {(asking === "done" || asking === "refused") && (
            <Field label="Reason, for the audit log" hint="Do not name the user.">
              {(control) => (
                <TextInput
                  {...control}
                  required
                  value={reason}
                  onChange={(event) => setReason(event.target.value)}
                />
              )}
            </Field>
          )}
        </ConfirmDialog>
      )}
    </div>
  );
}

const WORDS: Record<Asking, { title: string; label: string; meaning: string }> = {
  start: {
    title: "Delete this user?",
    label: "Delete for good",
    meaning:
      "The user is erased here, and deleted in Heap and in Braze wherever a key for that is entered in Setup. This cannot be undone. From then on, new data about this user is left out.",
  },
  done: {
    title: "Close this request as done?",
    label: "Close the request",
    meaning: "Tributary deletes nothing more. Do this once the user has been deleted everywhere by hand.",
  },
  refused: {
    title: "Refuse this request?",
    label: "Refuse the request",
    meaning:
      "Nothing is deleted, and the user’s data continues to flow. The customer must tell the user why within one month.",
  },
  lift: {
    title: "Allow this user again?",
    label: "Allow again",
    meaning:
      "For someone who has signed up again. New events and memberships of this user are accepted again. The same goes for other requests that share one of the IDs. What was deleted stays deleted.",
  },
};
