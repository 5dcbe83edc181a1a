"use client";

import { DateTime } from "@/components/format/time-ago";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field, TextInput } from "@/components/ui/field";
import type { InvitedUserView } from "@/lib/team/users/invite-user";

/** A one-time link, shown once to the person who passes it on. */
export function LinkShown({ invited, onClose }: { invited: InvitedUserView; onClose: () => void }) {
  const { user, link } = invited;
  if (!link) return null;
  return (
    <div className="space-y-4">
      <p className="text-ink-soft">
        Send this link to <strong className="font-medium text-ink">{user.email}</strong>. Anyone who opens it
        can set the password, so send it to nobody else. It works once, until{" "}
        <DateTime value={link.expiresAt} />.
      </p>
      <Field label="One-time link" hint="It is shown only once. If you lose it, create a new one.">
        {(control) => (
          <TextInput
            {...control}
            readOnly
            value={link.url}
            className="font-mono"
            onFocus={(event) => event.target.select()}
          />
        )}
      </Field>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Done</Button>
        <CopyButton text={link.url} label="Copy link" tone="primary" />
      </div>
    </div>
  );
}
