import { formatDuration } from "@/components/format/format-duration";
import { formatNumber } from "@/components/format/format-number";
import { TimeAhead } from "@/components/format/time-ago";
import { Gauge } from "@/components/ui/gauge";
import type { SyncView } from "@/lib/cohorts/syncs/sync-view";

/** How far a waiting or running sync has got, and what it waits for. */
export function SyncProgress({ sync }: { sync: SyncView }) {
  const { progress } = sync;
  return (
    <div className="min-w-40">
      <Gauge
        value={progress?.done ?? 0}
        max={progress?.total ?? 0}
        label={`Progress of the sync of ${sync.segmentName}`}
        tone={sync.retryAt ? "wait" : "accent"}
      />
      <p className="mt-1 text-xs text-ink-soft tabular-nums">
        {progress ? (
          <>
            <span className="font-medium text-ink">{formatNumber(progress.done)}</span> of{" "}
            {formatNumber(progress.total)}
          </>
        ) : (
          "Waiting to start"
        )}
        <Waiting sync={sync} />
      </p>
    </div>
  );
}

function Waiting({ sync }: { sync: SyncView }) {
  const { progress } = sync;
  if (sync.cancelRequestedAt) return <> · cancelling: it stops before the next call</>;
  if (sync.retryAt) {
    return (
      <span className="text-wait">
        {" "}
        · waiting to try again, next try <TimeAhead value={sync.retryAt} />
      </span>
    );
  }
  if (progress?.remainingSeconds == null) return null;
  return <> · about {formatDuration(progress.remainingSeconds)} left</>;
}
