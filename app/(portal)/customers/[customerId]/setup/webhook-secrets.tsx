"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { TimeAgo } from "@/components/format/time-ago";
import { useAskedField } from "@/components/forms/use-asked-field";
import { Button } from "@/components/ui/button";
import { StatusPill } from "@/components/ui/status-pill";
import type { DestinationView, WebhookSecretView } from "@/lib/setup/destinations/destination-view";

const dialogs = () => import("./webhook-secret-dialogs");
const AddWebhookSecret = dynamic(() => dialogs().then((module) => module.AddWebhookSecret), { ssr: false });
const RevokeWebhookSecret = dynamic(() => dialogs().then((module) => module.RevokeWebhookSecret), {
  ssr: false,
});

/** As many as the API accepts: two, so that Heap's secret can be replaced without a gap. */
const MAX_SECRETS = 2;

/** Heap's webhook secrets of a destination: that they exist, never their values. */
export function WebhookSecrets({
  destination,
  canChange,
}: {
  destination: DestinationView;
  canChange: boolean;
}) {
  const { asked, forget } = useAskedField(destination.id, ["webhookSecret"]);
  const [isAdding, setAdding] = useState(
    canChange && asked !== null && destination.webhookSecrets.length < MAX_SECRETS,
  );
  const endAdding = () => {
    setAdding(false);
    forget();
  };
  const [revoking, setRevoking] = useState<WebhookSecretView | null>(null);
  const secrets = destination.webhookSecrets;
  return (
    <li className="py-2.5 last:pb-0">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            Heap webhook secret{" "}
            <StatusPill tone={secrets.length > 0 ? "good" : "quiet"}>
              {secrets.length === 0 ? "Not set" : secrets.length === 1 ? "Set" : "Two set"}
            </StatusPill>
          </p>
          <p className="mt-0.5 text-xs text-ink-soft">
            {secrets.length === 0
              ? "Updates from Heap are accepted unsigned: knowing the secret URL is enough."
              : "Updates from Heap are accepted only with a valid signature. To replace the secret, add the new one, change it in Heap, then revoke the old one."}
          </p>
        </div>
        {canChange && secrets.length < MAX_SECRETS && (
          <Button size="small" onClick={() => setAdding(true)}>
            Add webhook secret
          </Button>
        )}
      </div>
      {secrets.length > 0 && (
        <ul className="mt-2 space-y-1.5">
          {secrets.map((secret, index) => (
            <li key={secret.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
              <span className="text-ink-soft">
                Secret {index + 1}, added <TimeAgo value={secret.createdAt} />
              </span>
              {canChange && (
                <Button
                  size="small"
                  tone="danger"
                  onClick={() => setRevoking(secret)}
                  aria-label={`Revoke webhook secret ${index + 1}`}
                >
                  Revoke
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {isAdding && <AddWebhookSecret destination={destination} onClose={endAdding} />}
      {revoking && (
        <RevokeWebhookSecret destination={destination} secret={revoking} onClose={() => setRevoking(null)} />
      )}
    </li>
  );
}
