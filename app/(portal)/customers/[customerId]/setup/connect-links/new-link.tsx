"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field, Select, TextInput } from "@/components/ui/field";
import type { ConnectLinkView, CreatedConnectLinkView } from "@/lib/setup/connect-links/connect-link-view";

const VALID_DAYS = [1, 3, 7, 14, 30];

/** Makes a connect link and shows its address once. */
export function NewConnectLink(props: {
  active: ConnectLinkView | undefined;
  created: CreatedConnectLinkView | null;
  isBusy: boolean;
  onCreate: (validDays: number) => void;
}) {
  const { active, created, isBusy, onCreate } = props;
  const [validDays, setValidDays] = useState(7);
  return (
    <>
      {created && (
        <div className="rounded-md border border-line bg-raised p-3">
          <Field label="Send this link to the customer" hint="It is shown only once, and it works only once.">
            {(control) => (
              <div className="flex flex-wrap gap-2">
                <div className="min-w-0 flex-1 basis-56">
                  <TextInput
                    {...control}
                    readOnly
                    value={created.url}
                    onFocus={(event) => event.currentTarget.select()}
                    className="font-mono"
                  />
                </div>
                <CopyButton text={created.url} label="Copy link" tone="primary" />
              </div>
            )}
          </Field>
        </div>
      )}
      <div className="flex flex-wrap items-end gap-2">
        <div className="w-32">
          <Field label="Works for">
            {(control) => (
              <Select
                {...control}
                value={validDays}
                onChange={(event) => setValidDays(Number(event.target.value))}
              >
                {VALID_DAYS.map((days) => (
                  <option key={days} value={days}>
                    {days === 1 ? "1 day" : `${days} days`}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </div>
        <Button tone={created ? "plain" : "primary"} isBusy={isBusy} onClick={() => onCreate(validDays)}>
          {active ? "Create a new link" : "Create a link"}
        </Button>
        {active && (
          <p className="min-w-0 flex-1 basis-56 text-xs text-ink-soft">
            A new link replaces the one ending in {active.hint}.
          </p>
        )}
      </div>
    </>
  );
}
