import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { formatNumber } from "@/components/format/format-number";
import { Gauge } from "@/components/ui/gauge";
import type { SegmentDestinationView } from "@/lib/cohorts/segments/segment-view";
import { BLOCKED, identifierWords } from "./words";

/** What the segments of a destination share: how many more can be recurring, and why nothing is sent for now. */
export function DestinationCard(props: { customerId: string; destination: SegmentDestinationView }) {
  const { destination } = props;
  const { recurring, recurringLimit, blockedBy } = destination;
  const isFull = recurring >= recurringLimit;
  return (
    <section className="min-w-0 rounded-lg border border-line bg-surface px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <div className="min-w-0 flex-1 basis-48">
          <h2 className="font-medium [overflow-wrap:anywhere]">{destination.name}</h2>
          <p className="text-xs text-ink-soft">
            {formatNumber(destination.segments)} {destination.segments === 1 ? "segment" : "segments"}, users
            by {identifierWords(destination)}
          </p>
        </div>
        <div className="w-52">
          <p className="mb-1 text-xs text-ink-soft tabular-nums">
            <span className="font-medium text-ink">{recurring}</span> of {recurringLimit} recurring
          </p>
          <Gauge
            value={recurring}
            max={recurringLimit}
            label={`Recurring segments of ${destination.name}`}
            tone={isFull ? "wait" : "accent"}
          />
        </div>
      </div>
      {isFull && (
        <p className="mt-2 text-xs text-wait">
          The limit of recurring segments is reached. Set one to manual or off first.
        </p>
      )}
      {blockedBy && (
        <p className="mt-3 flex gap-2 rounded-md bg-wait-ground px-3 py-2 text-wait">
          <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          <span>
            {BLOCKED[blockedBy]}{" "}
            <Link href={`/customers/${props.customerId}/setup`} className="font-medium underline">
              Open Setup
            </Link>
          </span>
        </p>
      )}
    </section>
  );
}
