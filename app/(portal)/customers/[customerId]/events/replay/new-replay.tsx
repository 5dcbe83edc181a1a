"use client";

import { useState } from "react";
import { formatNumber } from "@/components/format/format-number";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FailedState } from "@/components/ui/failed-state";
import type { ReplayPreview } from "@/lib/forwarding/replays/preview-replay";
import type { ReplayPreviewInput } from "@/lib/forwarding/replays/replay-input";
import type { SourceView } from "@/lib/setup/sources/source-view";
import { type ReplayFilters, toReplayFilter } from "./reads";
import { ReplayChoice } from "./replay-choice";
import { ReplayPreviewTable } from "./replay-preview-table";
import { TriedSettings } from "./tried-settings";
import { useReplayPreview, useRequestReplay } from "./use-replays";

/** Which events, what would happen to them, and the start. */
export function NewReplay(props: {
  customerId: string;
  source: SourceView;
  sources: readonly SourceView[];
  filters: ReplayFilters;
  onChange: (change: Partial<ReplayFilters>) => void;
  endedReplays: number;
}) {
  const { customerId, source, sources, filters, onChange, endedReplays } = props;
  const [mapping, setMapping] = useState<ReplayPreviewInput["mapping"]>();
  const [isAsking, setAsking] = useState(false);
  const filter = toReplayFilter(filters);
  const preview = useReplayPreview(
    customerId,
    source.id,
    { ...filter, ...(mapping && { mapping }) },
    endedReplays,
  );
  const request = useRequestReplay(customerId, source.id);
  const total = preview.data?.total ?? 0;
  // All of them are in the sample, and none would change.
  const isFutile =
    preview.data !== undefined && total <= preview.data.sample.length && countForwarded(preview.data) === 0;
  const counted = `${formatNumber(total)} ${total === 1 ? "event" : "events"}`;

  return (
    <Card
      title="New replay"
      description={
        preview.data &&
        (total === 0
          ? "No events match, so there is nothing to replay."
          : total === 1
            ? `1 event matches. It would ${countForwarded(preview.data) === 1 ? "" : "not "}be forwarded.`
            : `${counted} match. Of the first ${preview.data.sample.length}, shown below, ${countForwarded(preview.data) || "none"} would be forwarded.`)
      }
      actions={
        <Button
          tone={preview.data && countForwarded(preview.data) > 0 ? "primary" : "plain"}
          disabled={isFutile || source.pausedAt !== null || mapping !== undefined}
          isBusy={request.isPending}
          onClick={() => setAsking(true)}
        >
          {total === 0 ? "Replay" : `Replay ${counted}`}
        </Button>
      }
    >
      <ReplayChoice source={source} sources={sources} filters={filters} onChange={onChange} />
      <TriedSettings customerId={customerId} source={source} mapping={mapping} onChange={setMapping} />
      {isFutile && total > 0 && (
        <p className="mt-4 rounded-md bg-raised px-3 py-2">
          {total === 1 ? "This event would not be forwarded" : "None of these events would be forwarded"}, so
          there is nothing to replay. Fix the cause first, for example in the source’s settings.
        </p>
      )}
      {source.pausedAt && (
        <p className="mt-4 rounded-md bg-wait-ground px-3 py-2 text-wait">
          The source is paused, so nothing would be sent. Resume it in Setup, then replay.
        </p>
      )}
      {preview.error ? (
        <div className="mt-4">
          <FailedState error={preview.error} onRetry={() => preview.refetch()} />
        </div>
      ) : (
        preview.data && preview.data.sample.length > 0 && <ReplayPreviewTable sample={preview.data.sample} />
      )}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={`Replay ${counted} of “${source.name}”?`}
        confirmLabel={`Replay ${counted}`}
        tone="primary"
        onConfirm={() => {
          setAsking(false);
          request.mutate(filter);
        }}
      >
        <p>
          {total === 1 ? "It is" : "They are"} sent to the Heap app {source.heapAppId} in the order received,
          using at most half of Heap’s limit so that new events come first. You can cancel at any time; events
          already sent stay in Heap.
        </p>
      </ConfirmDialog>
    </Card>
  );
}

function countForwarded({ sample }: ReplayPreview): number {
  return sample.filter(({ after }) => after?.outcome === "forwarded").length;
}
