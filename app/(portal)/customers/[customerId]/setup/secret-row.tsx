"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { DESTINATION } from "@/components/forms/destination-values";
import { useAskedField } from "@/components/forms/use-asked-field";
import { Button } from "@/components/ui/button";
import { StatusPill } from "@/components/ui/status-pill";
import type { DestinationView } from "@/lib/setup/destinations/destination-view";
import { BRAZE_KEYS } from "@/lib/vendors/braze/destination-kinds";
import { isSet, type SecretField } from "./secret-field";

const ReplaceSecret = dynamic(() => import("./secret-dialogs").then((module) => module.ReplaceSecret), {
  ssr: false,
});
const RemoveSecret = dynamic(() => import("./secret-dialogs").then((module) => module.RemoveSecret), {
  ssr: false,
});

/** Whether a secret is set, never its value; and the ways to replace or remove it. */
export function SecretRow(props: {
  destination: DestinationView;
  field: SecretField;
  /** What it is for, where to find it, and what removing it means. */
  purpose: string;
  hint: string;
  removal: string;
  canChange: boolean;
}) {
  const { destination, field, purpose, canChange } = props;
  const { asked, forget } = useAskedField(destination.id, ["brazeKey"]);
  const isBrazeKey = BRAZE_KEYS[destination.kind].field === field;
  const [isReplacing, setReplacing] = useState(canChange && isBrazeKey && asked !== null);
  const [isRemoving, setRemoving] = useState(false);
  const endReplacing = () => {
    setReplacing(false);
    forget();
  };
  const label = DESTINATION.labels[field];
  const hasKey = isSet(destination, field);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5 first:pt-0 last:pb-0">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          {label} <StatusPill tone={hasKey ? "good" : "quiet"}>{hasKey ? "Set" : "Not set"}</StatusPill>
        </p>
        <p className="mt-0.5 text-xs text-ink-soft">{purpose}</p>
      </div>
      {canChange && (
        <div className="flex flex-wrap gap-2">
          <Button
            size="small"
            onClick={() => setReplacing(true)}
            aria-label={`${hasKey ? "Replace" : "Enter"} ${label}`}
          >
            {hasKey ? "Replace" : "Enter"}
          </Button>
          {hasKey && (
            <Button
              size="small"
              tone="danger"
              onClick={() => setRemoving(true)}
              aria-label={`Remove ${label}`}
            >
              Remove
            </Button>
          )}
        </div>
      )}
      {isReplacing && <ReplaceSecret {...props} label={label} onClose={endReplacing} />}
      {isRemoving && <RemoveSecret {...props} label={label} onClose={() => setRemoving(false)} />}
    </li>
  );
}
