"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { statusLinksRead } from "@/app/(portal)/customers/[customerId]/reads";
import { changeApi } from "@/components/data/call-route";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FailedState } from "@/components/ui/failed-state";
import { toast } from "@/components/ui/notify";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { RevealedStatusLinkView, StatusLinkView } from "@/lib/setup/status-links/status-link-view";
import { StatusLinkRow } from "./row";

const StatusLinkDialog = dynamic(() => import("./dialog").then((module) => module.StatusLinkDialog), {
  ssr: false,
});

/** A customer's status links: make one, copy its address, change what it allows, revoke it. */
export function StatusLinks({ customerId, canChange }: { customerId: string; canChange: boolean }) {
  const path = "/api/v1/customers/[customerId]/status-links/[statusLinkId]";
  const read = statusLinksRead({ customerId });
  const client = useQueryClient();
  const isAskedFor = useSearchParams().get("new") === "status-link" && canChange;
  const [edited, setEdited] = useState<StatusLinkView | "new" | null>(isAskedFor ? "new" : null);
  const [toRevoke, setToRevoke] = useState<StatusLinkView | null>(null);
  const [urls, setUrls] = useState<Record<string, string>>({});

  const links = useQuery(read.options);
  const remember = (link: RevealedStatusLinkView) => setUrls((known) => ({ ...known, [link.id]: link.url }));
  /** A new one is in the list at once, whenever the list is read again. */
  const add = (made: RevealedStatusLinkView) => {
    remember(made);
    const { url: _, ...link } = made;
    client.setQueryData(
      read.options.queryKey,
      (known) => known && { ...known, items: [link, ...known.items] },
    );
  };
  const refresh = () => client.invalidateQueries({ queryKey: read.options.queryKey });
  const reveal = useMutation({
    mutationFn: ({ id }: StatusLinkView) =>
      changeApi("POST", `${path}/reveal`, { params: { customerId, statusLinkId: id } }),
    onSuccess: remember,
  });
  const revoke = useMutation({
    mutationFn: ({ id }: StatusLinkView) =>
      changeApi("POST", `${path}/revoke`, { params: { customerId, statusLinkId: id } }),
    onSuccess: () => {
      setToRevoke(null);
      toast.success("Status link revoked.");
      return refresh();
    },
  });

  return (
    <Card
      id="status-page"
      title="Status page"
      description="A page where the customer can see how this connection is doing, without an account. Anyone with a link can open it."
      actions={
        canChange && (
          <Button size="small" icon={Plus} onClick={() => setEdited("new")}>
            Create a status link
          </Button>
        )
      }
    >
      {links.isPending && <SkeletonRows rows={2} label="Loading status links" />}
      {links.error && !links.data && <FailedState error={links.error} onRetry={links.refetch} />}
      {links.data?.items.length === 0 && <p className="text-ink-soft">No status links yet.</p>}
      {links.data && links.data.items.length > 0 && (
        <ul aria-label="Status links" className="divide-y divide-line rounded-md border border-line">
          {links.data.items.map((link) => (
            <StatusLinkRow
              key={link.id}
              link={link}
              url={urls[link.id] ?? null}
              canChange={canChange && link.state === "active"}
              isRevealing={reveal.isPending && reveal.variables.id === link.id}
              onReveal={() => reveal.mutate(link)}
              onEdit={() => setEdited(link)}
              onRevoke={() => setToRevoke(link)}
            />
          ))}
        </ul>
      )}
      {edited && (
        <StatusLinkDialog
          customerId={customerId}
          link={edited === "new" ? null : edited}
          onClose={() => {
            setEdited(null);
            // Loaded again, the address shows Setup and no dialog.
            if (isAskedFor) window.history.replaceState(null, "", window.location.pathname);
          }}
          onCreated={add}
          onSaved={refresh}
        />
      )}
      <ConfirmDialog
        isOpen={toRevoke !== null}
        onClose={() => setToRevoke(null)}
        title={`Revoke the status link ending in ${toRevoke?.hint ?? ""}?`}
        confirmLabel="Revoke status link"
        isBusy={revoke.isPending}
        onConfirm={() => toRevoke && revoke.mutate(toRevoke)}
      >
        <p>It stops working right away, even on pages that are open. Other status links keep working.</p>
      </ConfirmDialog>
    </Card>
  );
}
