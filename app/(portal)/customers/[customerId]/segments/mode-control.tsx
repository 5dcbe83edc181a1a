"use client";

import { useCan } from "@/components/data/use-actor";
import type { SegmentDestinationView, SegmentView } from "@/lib/cohorts/segments/segment-view";
import { Choice } from "./choice";
import { useChangeSegment } from "./use-change-segment";

const MODES = [
  { value: "off", label: "Off", meaning: "Nothing is sent to Braze" },
  {
    value: "manual",
    label: "Manual",
    meaning: "Sent when Heap reports a change, and when someone presses Sync now",
  },
  {
    value: "recurring",
    label: "Recurring",
    meaning: "Also every 4 hours, which retries what is left to sync",
  },
] as const;

/** The three ways to sync a segment, or the present one in words for people who may not change it. */
export function ModeControl(props: {
  segment: SegmentView;
  destination: SegmentDestinationView | undefined;
}) {
  const { segment, destination } = props;
  const change = useChangeSegment(segment);
  const mayChange = useCan("csm");

  if (!mayChange) {
    const mode = MODES.find(({ value }) => value === segment.mode);
    return <span title={mode?.meaning}>{mode?.label}</span>;
  }
  return (
    <>
      <Choice
        label={`Mode of ${segment.name}`}
        name={`mode-${segment.id}`}
        options={MODES}
        value={segment.mode}
        isDisabled={destination?.blockedBy === "customer_archived"}
        onChange={(mode) => change.mutate({ mode })}
      />
      {change.error && (
        <p role="alert" className="mt-1.5 max-w-60 text-xs font-medium text-bad">
          Not changed. {change.error.message}
        </p>
      )}
    </>
  );
}
