"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { connectLinksRead } from "@/app/(portal)/customers/[customerId]/reads";
import { keyOf } from "@/components/data/address";
import { changeApi } from "@/components/data/call-route";
import { useCan } from "@/components/data/use-actor";
import { TimeAgo, TimeAhead } from "@/components/format/time-ago";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FailedState } from "@/components/ui/failed-state";
import { toast } from "@/components/ui/notify";
import { SkeletonRows } from "@/components/ui/skeleton";
import { StatusPill } from "@/components/ui/status-pill";
import type { ConnectLinkView, CreatedConnectLinkView } from "@/lib/setup/connect-links/connect-link-view";
import { NewConnectLink } from "./new-link";

const PATH = "/api/v1/customers/[customerId]/destinations/[destinationId]/connect-links";

/** While a link is active the customer may use it at any moment. */
const LOOK_EVERY_MS = 5_000;

/** A destination's connect links: make one, copy its address once, see what happened to it, revoke it. */
export function ConnectLinks({ customerId, destinationId }: { customerId: string; destinationId: string }) {
  const params = { customerId, destinationId };
  const read = connectLinksRead(params);
  const { queryKey } = read.options;
  const client = useQueryClient();
  const canChange = useCan("csm");
  const [created, setCreated] = useState<CreatedConnectLinkView | null>(null);
  const [toRevoke, setToRevoke] = useState<ConnectLinkView | null>(null);

  const links = useQuery({
    ...read.options,
    refetchInterval: ({ state }) => state.data?.items.some(isActive) && LOOK_EVERY_MS,
  });
  const usedCount = links.data?.items.filter(({ state }) => state === "used").length;
  useRefreshWhenUsed(customerId, usedCount);

  const create = useMutation({
    mutationFn: (validDays: number) => changeApi("POST", PATH, { params, body: { validDays } }),
    onSuccess: (link) => {
      setCreated(link);
      return client.invalidateQueries({ queryKey });
    },
  });
  const revoke = useMutation({
    mutationFn: ({ id }: ConnectLinkView) =>
      changeApi("POST", `${PATH}/[connectLinkId]/revoke`, { params: { ...params, connectLinkId: id } }),
    onSuccess: (link) => {
      setToRevoke(null);
      if (link.id === created?.id) setCreated(null);
      toast.success(link.state === "used" ? "The customer has already used it." : "Link revoked.");
      return client.invalidateQueries({ queryKey });
    },
  });

  if (links.isPending) return <SkeletonRows rows={2} label="Loading connect links" />;
  if (!links.data) return <FailedState error={links.error} onRetry={links.refetch} />;

  const { items } = links.data;
  const active = items.find(isActive);
  return (
    <div className="space-y-4">
      <p className="text-ink-soft">
        The customer enters their Braze key or keys and the webhook secret on their own page, without an
        account. Nobody else sees the values; here you only see that they are set.
      </p>
      {canChange && (
        <NewConnectLink
          active={active}
          created={isOver(created, items) ? null : created}
          isBusy={create.isPending}
          onCreate={create.mutate}
        />
      )}
      {items.length === 0 ? (
        <p className="flex items-center gap-2 text-ink-soft">
          <Link2 aria-hidden="true" className="size-4" /> No links yet.
        </p>
      ) : (
        <ul aria-label="Connect links" className="divide-y divide-line rounded-md border border-line">
          {items.map((link) => (
            <ConnectLinkRow
              key={link.id}
              link={link}
              onRevoke={canChange && isActive(link) ? () => setToRevoke(link) : undefined}
            />
          ))}
        </ul>
      )}
      <ConfirmDialog
        isOpen={toRevoke !== null}
        onClose={() => setToRevoke(null)}
        title={`Revoke the connect link ending in ${toRevoke?.hint ?? ""}?`}
        confirmLabel="Revoke link"
        isBusy={revoke.isPending}
        onConfirm={() => toRevoke && revoke.mutate(toRevoke)}
      >
        <p>It stops working right away. Anything the customer entered through other links is kept.</p>
      </ConfirmDialog>
    </div>
  );
}

/** A new link that is not in the list yet still has to be sent. */
function isOver(created: ConnectLinkView | null, items: ConnectLinkView[]): boolean {
  return items.some((link) => link.id === created?.id && !isActive(link));
}

function isActive({ state }: ConnectLinkView): boolean {
  return state === "active";
}

/** The rest of the page shows what the customer entered as soon as the list shows that their link was used. */
function useRefreshWhenUsed(customerId: string, usedCount: number | undefined) {
  const client = useQueryClient();
  const seen = useRef(usedCount);
  useEffect(() => {
    const isNew = seen.current !== undefined && usedCount !== undefined && usedCount > seen.current;
    seen.current = usedCount;
    if (!isNew) return;
    toast.success("The customer has entered their values.");
    void client.invalidateQueries({ queryKey: keyOf("/api/v1/customers/[customerId]", { customerId }) });
  }, [client, customerId, usedCount]);
}

const TONES = { active: "info", used: "good", expired: "quiet", revoked: "quiet" } as const;
const WORDS = { active: "Active", used: "Used", expired: "Expired", revoked: "Revoked" } as const;

/** One connect link: its state, and since or until when. */
function ConnectLinkRow({ link, onRevoke }: { link: ConnectLinkView; onRevoke?: () => void }) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
      <code className="font-mono text-xs">…{link.hint}</code>
      <StatusPill tone={TONES[link.state]}>{WORDS[link.state]}</StatusPill>
      <span className="min-w-0 flex-1 text-ink-soft">
        <Moment link={link} />
      </span>
      {onRevoke && (
        <Button
          size="small"
          tone="danger"
          aria-label={`Revoke the link ending in ${link.hint}`}
          onClick={onRevoke}
        >
          Revoke
        </Button>
      )}
    </li>
  );
}

function Moment({ link }: { link: ConnectLinkView }) {
  if (link.state === "active")
    return (
      <>
        expires <TimeAhead value={link.expiresAt} />
      </>
    );
  return <TimeAgo value={link.usedAt ?? link.revokedAt ?? link.expiresAt} />;
}
