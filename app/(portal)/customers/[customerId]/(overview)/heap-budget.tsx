import { formatDuration } from "@/components/format/format-duration";
import { formatNumber } from "@/components/format/format-number";
import { TimeAhead } from "@/components/format/time-ago";
import { Gauge } from "@/components/ui/gauge";
import type { HeapAppOverview } from "@/lib/insight/overview/overview-view";
import { counted } from "@/lib/kernel/words";

/** The gauge warns from this share of the limit on: pacing will soon hold events back. */
const NEARLY_USED = 0.9;

/** How much of Heap's limit per minute is used, and how long the waiting events will take. */
export function HeapBudget({ app }: { app: HeapAppOverview }) {
  const { limitPerMinute: limit, countedEvents, failures, waitsUntil } = app;
  const isNearlyUsed = limit !== null && countedEvents >= limit * NEARLY_USED;
  return (
    <div>
      <div className="mb-1.5 flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="font-medium">Heap’s limit</h3>
        <p className="text-xs text-ink-soft tabular-nums">
          {limit === null
            ? `${counted(countedEvents, "event")} in the last 60 s; no limit is set for the sandbox`
            : `${formatNumber(countedEvents)} of ${counted(limit, "event")} in 60 s`}
        </p>
      </div>
      {limit !== null && (
        <Gauge
          value={countedEvents}
          max={limit}
          label={`Events sent to Heap app ${app.appId} in the last 60 seconds`}
          tone={isNearlyUsed ? "wait" : "accent"}
        />
      )}
      <p className="mt-1.5 text-xs text-ink-soft">
        {backlogWords(app)}
        {app.sources > 1 && ` ${formatNumber(app.sources)} sources share this Heap app and its limit.`}
      </p>
      {failures > 0 ? (
        <p className="mt-1 text-xs font-medium text-bad">
          Heap did not accept the last {failures === 1 ? "call" : `${formatNumber(failures)} calls`}. Nothing
          is lost
          {waitsUntil && (
            <>
              : the next try is <TimeAhead value={waitsUntil} />
            </>
          )}
          .
        </p>
      ) : (
        waitsUntil && (
          <p className="mt-1 text-xs text-ink-soft">
            Limit reached; forwarding resumes <TimeAhead value={waitsUntil} />.
          </p>
        )
      )}
    </div>
  );
}

/** "2,431 events queued; about 10 s at Heap's limit." */
function backlogWords({ pendingEvents, drainSeconds, limitPerMinute }: HeapAppOverview): string {
  if (pendingEvents === 0) return "No events are ready to send.";
  const queued = `${counted(pendingEvents, "event")} queued`;
  if (limitPerMinute === null || drainSeconds === 0) return `${queued}.`;
  return `${queued}; about ${formatDuration(drainSeconds)} at Heap’s limit.`;
}
