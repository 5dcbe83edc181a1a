"use client";

import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field, TextInput } from "@/components/ui/field";
import type { CreatedApiKeyView } from "@/lib/team/api-keys/api-key-view";

/** A new key, the only time it is shown. */
export function KeyShown({ created, onClose }: { created: CreatedApiKeyView; onClose: () => void }) {
  const { key, name } = created;
  if (!key) return null;
  return (
    <div className="space-y-4">
      <p className="text-ink-soft">
        This is the key “{name}”. It is shown only now: put it where your script reads its secrets. If it gets
        lost, revoke it and make a new one.
      </p>
      <Field
        label="API key"
        hint={
          <>
            Send it with each request:{" "}
            <code className="[overflow-wrap:anywhere]">Authorization: Bearer trb_…</code>
          </>
        }
      >
        {(control) => (
          <TextInput
            {...control}
            readOnly
            value={key}
            className="font-mono"
            onFocus={(event) => event.target.select()}
          />
        )}
      </Field>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Done</Button>
        <CopyButton text={key} label="Copy key" tone="primary" />
      </div>
    </div>
  );
}
