"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changeApi } from "@/components/data/call-route";
import { checksRead } from "@/components/data/setup-reads";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, TextArea } from "@/components/ui/field";
import type { HopsView } from "@/lib/insight/proven-hops/hops-view";

/** Does without an optional hop, for a reason, or asks for it again. */
export function SkipHop(props: {
  customerId: string;
  destinationId: string;
  check: HopsView["destinations"][number]["checks"][number];
  /** The name of the hop. */
  label: string;
}) {
  const { customerId, destinationId, check, label } = props;
  const { kind, skipped } = check;
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const decide = useMutation({
    mutationFn: (why: string | null) =>
      changeApi("POST", "/api/v1/customers/[customerId]/destinations/[destinationId]/skipped-hops", {
        params: { customerId, destinationId },
        body: { kind: kind as "signed_page" | "first_members_accepted", reason: why },
      }),
    onSuccess: () => setAsking(false),
    onSettled: () => client.invalidateQueries({ queryKey: checksRead({ customerId }).options.queryKey }),
  });
  if (skipped) {
    return (
      <Button
        size="small"
        className="mt-1.5"
        isBusy={decide.isPending}
        onClick={() => decide.mutate(null)}
        aria-label={`Undo skip: ${label}`}
      >
        Undo skip
      </Button>
    );
  }
  return (
    <>
      <Button size="small" className="mt-1.5" onClick={() => setAsking(true)} aria-label={`Skip… ${label}`}>
        Skip…
      </Button>
      <Dialog isOpen={isAsking} onClose={() => setAsking(false)} title={`Skip “${label}”?`}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (reason.trim() !== "") decide.mutate(reason);
          }}
          className="space-y-4"
        >
          <p className="text-ink-soft">
            Everything works without it. The checklist counts as complete, and a real request can still prove
            it.
          </p>
          <Field label="Reason" hint="Visible to your team and in the audit log.">
            {(control) => (
              <TextArea
                {...control}
                required
                maxLength={300}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          </Field>
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={() => setAsking(false)}>Cancel</Button>
            <Button type="submit" tone="primary" isBusy={decide.isPending} disabled={reason.trim() === ""}>
              Skip it
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
