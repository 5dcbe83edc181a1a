"use client";

import { Eraser, Search } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field, TextInput } from "@/components/ui/field";
import { toast } from "@/components/ui/notify";
import { hasUnseen, readShown, showUnseen } from "@/lib/kernel/show-unseen";
import { trimUnseen } from "@/lib/kernel/trim-unseen";
import { Found } from "./found";
import { useErase, usePreview } from "./use-erasures";

/** Erasing one user: search, count, confirm by typing the identity. */
export function EraseUser({ customerId }: { customerId: string }) {
  const [typed, setTyped] = useState("");
  const [includesVariants, setIncludesVariants] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const preview = usePreview(customerId);
  const erase = useErase(customerId);
  const identity = trimUnseen(readShown(typed));
  const isCounted = preview.data !== undefined && preview.variables === identity;

  function start() {
    erase.mutate(
      { identity, includesVariants, confirm: identity },
      {
        onSuccess: () => {
          toast.success("Erasure started. It continues if you leave this page.");
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
      description="Removes one of the customer’s users from everything stored here: requests from Braze and Heap, events (including queued and quarantined ones), segments, replays and alerts."
    >
      <form
        className="grid gap-3 sm:flex sm:items-end"
        onSubmit={(event) => {
          event.preventDefault();
          if (identity !== "") preview.mutate(identity);
        }}
      >
        <div className="sm:w-96">
          <Field label="The user’s ID in Heap or Braze" error={preview.error?.message}>
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
          Find data
        </Button>
      </form>
      {isCounted && (
        <div className="mt-4 space-y-4">
          <UnseenNote identity={identity} />
          <Found preview={preview.data} includesVariants={includesVariants} onInclude={setIncludesVariants} />
          <WhatItLeaves />
          <Button tone="danger" icon={Eraser} onClick={() => setAsking(true)}>
            Erase this user…
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
          This cannot be undone. {includesVariants ? "The other spellings are erased too. " : ""}Event counts
          stay, so the totals remain correct.
        </p>
      </ConfirmDialog>
    </Card>
  );
}

/** Says which characters of the identity do not show, so that nobody takes it for another that looks the same. */
function UnseenNote({ identity }: { identity: string }) {
  if (!hasUnseen(identity)) return null;
  return (
    <p className="text-ink-soft">
      Some characters in this ID are invisible. Written out, it is{" "}
      <code className="break-all font-mono text-xs">{showUnseen(identity)}</code>. The ID without them belongs
      to another user. You can type such characters the same way.
    </p>
  );
}

/** What an erasure does not do, and who does it. */
function WhatItLeaves() {
  return (
    <div className="rounded-md border border-line bg-raised px-3.5 py-3">
      <p className="font-medium">Delete the user in Heap and Braze first</p>
      <ul className="mt-1.5 list-disc space-y-1.5 pl-5 text-ink-soft">
        <li>
          What was sent to Heap and Braze stays there. In Heap: the user deletion API of the customer’s main
          production environment (<code className="text-xs">POST /api/public/v0/user_deletion</code>). In
          Braze: <code className="text-xs">POST /users/delete</code>, or “Delete user” on the user’s profile.
        </li>
        <li>
          Erasing a user does not block new data: if Heap or Braze sends the user again later, it is accepted
          like anyone else’s.
        </li>
        <li>
          The user is removed from their Braze cohorts first, and loses the attributes of their segments. If
          Braze does not accept that within a day, the user is erased here anyway, and this page tells you how
          many cohorts or attributes may still contain them. Deleting the user in Braze removes them there
          too.
        </li>
      </ul>
    </div>
  );
}
