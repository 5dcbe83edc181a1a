"use client";

import { Eraser, Search } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field, TextInput } from "@/components/ui/field";
import { toast } from "@/components/ui/notify";
import { Found } from "./found";
import { useErase, usePreview } from "./use-erasures";
import { WhatItLeaves } from "./what-it-leaves";

/** Erasing one user: search, count, confirm by typing the identity. */
export function EraseUser({ customerId }: { customerId: string }) {
  const [typed, setTyped] = useState("");
  const [includesVariants, setIncludesVariants] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const preview = usePreview(customerId);
  const erase = useErase(customerId);
  const identity = typed.trim();
  const isCounted = preview.data !== undefined && preview.variables === identity;

  function start() {
    erase.mutate(
      { identity, includesVariants, confirm: identity },
      {
        onSuccess: () => {
          toast.success("The erasure has started. It goes on if you leave this page.");
          setTyped("");
          setIncludesVariants(false);
          preview.reset();
        },
        onError: (err) => toast.error(err.message),
        onSettled: () => setAsking(false),
      },
    );
  }

  return (
    <Card
      title="Erase one user"
      description="Takes one of the customer’s users out of everything that is kept here: what Braze and Heap posted, events (also waiting and quarantined ones), segments, replays, alerts."
    >
      <form
        className="grid gap-3 sm:flex sm:items-end"
        onSubmit={(event) => {
          event.preventDefault();
          if (identity !== "") preview.mutate(identity);
        }}
      >
        <div className="sm:w-96">
          <Field label="The user’s id in Heap or Braze" error={preview.error?.message}>
            {(control) => (
              <TextInput
                {...control}
                value={typed}
                spellCheck={false}
                onChange={(event) => setTyped(event.target.value)}
              />
            )}
          </Field>
        </div>
        <Button type="submit" icon={Search} isBusy={preview.isPending} disabled={identity === ""}>
          Count what there is
        </Button>
      </form>
      {isCounted && (
        <div className="mt-4 space-y-4">
          <Found preview={preview.data} includesVariants={includesVariants} onInclude={setIncludesVariants} />
          <WhatItLeaves />
          <Button tone="danger" icon={Eraser} onClick={() => setAsking(true)}>
            Erase this user …
          </Button>
        </div>
      )}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title="Erase this user?"
        confirmLabel="Erase for good"
        typeToConfirm={identity}
        isBusy={erase.isPending}
        onConfirm={start}
      >
        <p>
          It cannot be taken back. {includesVariants ? "Other spellings are erased with it. " : ""}The counts
          of events stay, so that the books balance.
        </p>
      </ConfirmDialog>
    </Card>
  );
}
