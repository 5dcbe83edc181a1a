"use client";

import { Eraser, Fingerprint, History, RefreshCw, RotateCcw } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { CancelSync } from "@/app/(portal)/customers/[customerId]/syncs/cancel-sync";
import { useCan } from "@/components/data/use-actor";
import { formatNumber } from "@/components/format/format-number";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Menu } from "@/components/ui/menu";
import type { SegmentDestinationView, SegmentView } from "@/lib/cohorts/segments/segment-view";
import { isActive } from "./use-segments";
import { useRequestSync } from "./use-sync";
import { restsBecause } from "./words";

const ClearDialog = dynamic(() => import("./clear-dialog").then((module) => module.ClearDialog), {
  ssr: false,
});

/** What can be done with a segment: Sync now, or cancel what runs; resync and the identifier are behind three dots. */
export function SegmentActions(props: {
  segment: SegmentView;
  destination: SegmentDestinationView | undefined;
  onIdentify: () => void;
}) {
  const { segment, destination, onIdentify } = props;
  const [isResyncing, setResyncing] = useState(false);
  const [isClearing, setClearing] = useState(false);
  const request = useRequestSync(segment.customerId, segment.id);
  const router = useRouter();
  const mayChange = useCan("csm");
  const why = restsBecause(segment, destination);
  const isHeld = destination?.blockedBy != null && destination.blockedBy !== "no_data_import_key";

  const toSyncs = {
    label: "View syncs",
    icon: History,
    onSelect: () => router.push(`/customers/${segment.customerId}/syncs?segmentId=${segment.id}`),
  };
  if (!mayChange) return <Menu label={`More about ${segment.name}`} items={[toSyncs]} />;

  return (
    <div className="flex items-center justify-end gap-1">
      {segment.lastSync && isActive(segment.lastSync) ? (
        <CancelSync sync={segment.lastSync} />
      ) : (
        <Button
          size="small"
          icon={RefreshCw}
          isBusy={request.isPending}
          disabled={why !== null}
          aria-label={`Sync now: ${segment.name}`}
          title={why ?? "Send this segment’s changes now"}
          // The second press of a double click would ask for another sync, if the first one is over by then.
          onClick={(event) => event.detail < 2 && request.mutate("manual")}
        >
          {/* At the narrowest width of the table only the icon fits. */}
          <span className="xl:max-[1380px]:hidden">Sync now</span>
        </Button>
      )}
      <Menu
        label={`More for ${segment.name}`}
        items={[
          {
            label: "Resync…",
            icon: RotateCcw,
            onSelect: () => setResyncing(true),
            isDisabled: why !== null,
          },
          {
            label: "Identifier…",
            icon: Fingerprint,
            onSelect: onIdentify,
            isDisabled: destination?.blockedBy === "customer_archived",
          },
          ...(destination?.kind === "attribute"
            ? [
                {
                  label: "Turn off and clear…",
                  icon: Eraser,
                  onSelect: () => setClearing(true),
                  isDisabled: isHeld,
                },
              ]
            : []),
          toSyncs,
        ]}
      />
      {isClearing && <ClearDialog segment={segment} onClose={() => setClearing(false)} />}
      <ConfirmDialog
        isOpen={isResyncing}
        onClose={() => setResyncing(false)}
        title={`Resync “${segment.name}”?`}
        confirmLabel="Resync"
        tone="primary"
        isBusy={request.isPending}
        onConfirm={() => request.mutate("resync", { onSettled: () => setResyncing(false) })}
      >
        <p>
          Tributary sends everyone to Braze again: {formatNumber(segment.wanted)} in the segment, and everyone
          known to have left it.
        </p>
        <p>
          Do this when Braze does not match the segment although nothing is left to sync. Nobody in the
          segment goes missing from Braze in the meantime. Refused members are tried once more.
        </p>
      </ConfirmDialog>
    </div>
  );
}
