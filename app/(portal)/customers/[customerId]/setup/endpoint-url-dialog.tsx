"use client";

import { DateTime } from "@/components/format/time-ago";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import type { RevealedEndpointView } from "@/lib/setup/endpoints/endpoint-view";

/** The URL of an endpoint, to copy. */
export function EndpointUrlDialog(props: {
  shown: { endpoint: RevealedEndpointView; isNew: boolean } | null;
  sender: "Braze" | "Heap";
  onClose: () => void;
}) {
  const { shown, sender, onClose } = props;
  if (!shown) return null;
  const { endpoint, isNew } = shown;
  return (
    <Dialog isOpen onClose={onClose} title={`${isNew ? "New URL" : "URL"} ending in ${endpoint.hint}`}>
      <div className="space-y-3">
        <p className="text-ink-soft">
          {isNew ? `Enter it in ${sender} now. ` : ""}Whoever has it can send as {sender}: pass it on only to
          the customer's {sender} admin. The audit log says that you have seen it.
        </p>
        {endpoint.expiresAt && (
          <p className="text-wait">
            It is in its overlap and works until <DateTime value={endpoint.expiresAt} />.
          </p>
        )}
        <code className="block rounded-md border border-line bg-raised px-3 py-2 font-mono text-xs [overflow-wrap:anywhere]">
          {endpoint.url}
        </code>
        <div className="flex flex-wrap justify-end gap-2 pt-2">
          <CopyButton text={endpoint.url} label="Copy URL" tone="primary" />
          <Button onClick={onClose}>Done</Button>
        </div>
      </div>
    </Dialog>
  );
}
