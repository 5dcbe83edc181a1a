import { formatDuration } from "@/components/format/format-duration";
import { formatNumber } from "@/components/format/format-number";
import { Gauge } from "@/components/ui/gauge";
import type { DestinationOverview } from "@/lib/insight/overview/overview-view";
import { counted } from "@/lib/kernel/words";

/** What is left of Braze's limit of calls for custom attributes, and how long what is to sync will take. */
export function BrazeBudget({ destination }: { destination: DestinationOverview }) {
  const { callLimit, owed, name } = destination;
  if (!callLimit) return null;

  const { most, remaining, room, windowSeconds, endsInSeconds, drainSeconds } = callLimit;
  const used = most - remaining;
  return (
    <div>
      <div className="mb-1.5 flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="font-medium">Braze’s limit</h3>
        <p className="text-xs text-ink-soft tabular-nums">
          {formatNumber(remaining)} of {counted(most, "call")} left in the current{" "}
          {formatDuration(windowSeconds)}
        </p>
      </div>
      <Gauge
        value={used}
        max={most}
        label={`Calls used of Braze’s limit, in the workspace of ${name}`}
        tone={room === 0 ? "wait" : "accent"}
      />
      <p className="mt-1.5 text-xs text-ink-soft">
        {owed === 0
          ? "Nothing to sync."
          : drainSeconds === 0
            ? "The changes to sync fit within the remaining calls."
            : `Syncing takes at least ${formatDuration(drainSeconds)} at this limit.`}{" "}
        {room === 0 && `Syncs continue in ${formatDuration(endsInSeconds)}. `}A tenth is reserved for other
        uses of the workspace, which share the limit.
      </p>
    </div>
  );
}
