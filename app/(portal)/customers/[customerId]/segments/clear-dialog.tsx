"use client";

import { useQuery } from "@tanstack/react-query";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FailedState } from "@/components/ui/failed-state";
import type { SegmentView } from "@/lib/cohorts/segments/segment-view";
import { counted } from "@/lib/kernel/words";
import { clearingRead } from "../reads";
import { useChangeSegment } from "./use-change-segment";
import { useClearSegment } from "./use-sync";
import { waitWords } from "./wait-words";

/** Asks before a segment is turned off for good and its attribute taken away from everybody, with what that takes. */
export function ClearDialog({ segment, onClose }: { segment: SegmentView; onClose: () => void }) {
  const { customerId, id, name } = segment;
  const query = useQuery({ ...clearingRead({ customerId, segmentId: id }).options, staleTime: 0 });
  const clear = useClearSegment(segment);
  const turnOff = useChangeSegment(segment);
  const error = clear.error ?? turnOff.error;
  const clearing = query.data;
  const isEmpty = clearing?.users === 0;
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={`Turn off “${name}” and clear it in Braze?`}
      confirmLabel={isEmpty ? "Turn off" : "Turn off and clear"}
      isBusy={clear.isPending || turnOff.isPending || !clearing}
      onConfirm={() =>
        isEmpty
          ? turnOff.mutate({ mode: "off" }, { onSuccess: onClose })
          : clear.mutate(undefined, { onSuccess: onClose })
      }
    >
      {query.error && <FailedState error={query.error} onRetry={() => query.refetch()} />}
      {clearing && !isEmpty && (
        <>
          <p>
            The segment is turned off, and its attribute <code>{clearing.attributeName}</code> is removed from{" "}
            {counted(clearing.users, "user")}, including those who left: {counted(clearing.calls, "call")} to
            Braze, and one data point per user, if the customer’s contract counts them.{" "}
            {waitWords(clearing.waitSeconds)}
          </p>
          <p>
            Campaigns that filter by the attribute then find nobody. What Heap reported is kept: if you turn
            the segment on again, everyone in it is sent again.
          </p>
        </>
      )}
      {isEmpty && <p>Nobody has the segment’s attribute, so there is nothing to remove.</p>}
      {error && (
        <p role="alert" className="font-medium text-bad">
          Not cleared. {error.message}
        </p>
      )}
    </ConfirmDialog>
  );
}
