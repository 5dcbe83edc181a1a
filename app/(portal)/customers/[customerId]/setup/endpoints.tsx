"use client";

import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { EndpointOwner } from "@/components/data/setup-reads";
import { DateTime } from "@/components/format/time-ago";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { toast } from "@/components/ui/notify";
import { SkeletonRows } from "@/components/ui/skeleton";
import { counted } from "@/lib/kernel/words";
import type { EndpointView, RevealedEndpointView } from "@/lib/setup/endpoints/endpoint-view";
import { EndpointRow } from "./endpoint-row";
import { Part } from "./facts";
import { useEndpoints } from "./use-endpoints";

const RotateEndpoint = dynamic(() => import("./rotate-endpoint").then((module) => module.RotateEndpoint), {
  ssr: false,
});

/** The secret URLs of a source or destination: show, rotate, revoke. */
export function Endpoints(props: EndpointOwner & { sender: "Braze" | "Heap"; canChange: boolean }) {
  const { sender, canChange, ...owner } = props;
  const { list, reveal, create, rotate, revoke } = useEndpoints(owner);
  const [shown, setShown] = useState<{ endpoint: RevealedEndpointView; isNew: boolean } | null>(null);
  const [rotating, setRotating] = useState<EndpointView | null>(null);
  const [revoking, setRevoking] = useState<EndpointView | null>(null);

  const endpoints = list.data?.items ?? [];
  const working = endpoints.filter(({ state }) => state !== "ended");
  const ended = endpoints.filter(({ state }) => state === "ended");
  const hasCurrent = working.some(({ state }) => state === "current");
  const overlapping = working.find(({ state }) => state === "overlapping");
  const showNew = { onSuccess: (endpoint: RevealedEndpointView) => setShown({ endpoint, isNew: true }) };

  return (
    <Part
      title="Endpoint"
      actions={
        canChange &&
        list.data &&
        !hasCurrent && (
          <Button
            size="small"
            icon={Plus}
            isBusy={create.isPending}
            onClick={() => create.mutate(undefined, showNew)}
          >
            Create endpoint
          </Button>
        )
      }
    >
      {list.isPending && <SkeletonRows rows={1} label="Loading endpoints" />}
      {list.error && !list.data && (
        <p role="alert" className="text-bad">
          The endpoints could not be loaded: {list.error.message}
        </p>
      )}
      {list.data && working.length === 0 && (
        <p className="text-ink-soft">
          No endpoint is active: anything {sender} sends gets a 404 and is lost. Create one and enter its URL
          in {sender}.
        </p>
      )}
      <ul className="divide-y divide-line">
        {working.map((endpoint) => (
          <EndpointRow
            key={endpoint.id}
            endpoint={endpoint}
            sender={sender}
            canChange={canChange}
            isRevealing={reveal.isPending && reveal.variables?.id === endpoint.id}
            onReveal={() =>
              reveal.mutate(endpoint, { onSuccess: (found) => setShown({ endpoint: found, isNew: false }) })
            }
            onRotate={() => setRotating(endpoint)}
            onRevoke={() => setRevoking(endpoint)}
          />
        ))}
      </ul>
      {ended.length > 0 && (
        <details className="mt-2 text-xs text-ink-soft">
          <summary className="tappable w-fit cursor-pointer rounded hover:text-ink">
            {counted(ended.length, "inactive endpoint")}
          </summary>
          <ul className="mt-1.5 space-y-1">
            {ended.map(({ id, hint, revokedAt, expiresAt }) => (
              <li key={id}>
                <code>…{hint}</code> {revokedAt ? "revoked" : "overlap ended"}{" "}
                <DateTime value={revokedAt ?? expiresAt ?? ""} />
              </li>
            ))}
          </ul>
        </details>
      )}

      <EndpointUrlDialog shown={shown} sender={sender} onClose={() => setShown(null)} />
      {rotating && (
        <RotateEndpoint
          endpoint={rotating}
          overlapping={overlapping}
          sender={sender}
          isBusy={rotate.isPending}
          error={rotate.error}
          onClose={() => {
            rotate.reset();
            setRotating(null);
          }}
          onRotate={(overlapHours) =>
            rotate.mutate(
              { endpoint: rotating, overlapHours },
              {
                onSuccess: (endpoint) => {
                  setRotating(null);
                  setShown({ endpoint, isNew: true });
                },
              },
            )
          }
        />
      )}
      {revoking && (
        <ConfirmDialog
          isOpen
          title={`Revoke the endpoint ending in ${revoking.hint}?`}
          confirmLabel="Revoke endpoint"
          isBusy={revoke.isPending}
          typeToConfirm={revoking.state === "current" ? revoking.hint : undefined}
          onClose={() => setRevoking(null)}
          onConfirm={() =>
            revoke.mutate(revoking, {
              onSuccess: () => {
                toast.success(`Endpoint ending in ${revoking.hint} revoked.`);
                setRevoking(null);
              },
            })
          }
        >
          <p>
            Whatever {sender} sends to it from now on gets a 404 and is lost: {sender} does not keep it. This
            cannot be undone.
          </p>
          {revoking.state === "current" && (
            <p>This is the current endpoint. To change the URL without losing data, rotate it instead.</p>
          )}
        </ConfirmDialog>
      )}
    </Part>
  );
}

/** The URL of an endpoint, to copy. */
function EndpointUrlDialog(props: {
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
          {isNew ? `Enter it in ${sender} now. ` : ""}Anyone who has it can send as {sender}, so share it only
          with the customer’s {sender} admin. The audit log records that you have seen it.
        </p>
        {endpoint.expiresAt && (
          <p className="text-wait">
            It was replaced and works until <DateTime value={endpoint.expiresAt} />.
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
