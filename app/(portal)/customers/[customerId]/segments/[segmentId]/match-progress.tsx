import { TriangleAlert } from "lucide-react";
import { TimeAgo } from "@/components/format/time-ago";
import { Gauge } from "@/components/ui/gauge";
import { StatusPill } from "@/components/ui/status-pill";
import type { MatchCheckView } from "@/lib/cohorts/match-checks/match-check-view";

/** A check under way: how far it has got, or why it waits. */
export function MatchProgress({ check }: { check: MatchCheckView }) {
  const { asked, sampled, retryAt, error } = check;
  return (
    <div role="status" className="grid max-w-md gap-1.5">
      <p className="flex flex-wrap items-center gap-2">
        <StatusPill tone="wait">{check.state === "queued" ? "Queued" : "Asking Braze"}</StatusPill>
        {sampled > 0 && (
          <span className="text-ink-soft tabular-nums">
            {asked} of {sampled} ids asked
          </span>
        )}
      </p>
      {sampled > 0 && <Gauge value={asked} max={sampled} label="Progress of the match check" tone="accent" />}
      {retryAt && error && (
        <p className="text-wait [overflow-wrap:anywhere]">
          {error} Again <TimeAgo value={retryAt} />.
        </p>
      )}
    </div>
  );
}

/** A check that failed: why, and what to do. */
export function MatchFailure({ check }: { check: MatchCheckView }) {
  return (
    <div role="status" className="flex gap-2 rounded-md bg-bad-ground px-3 py-2 text-bad">
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <p className="min-w-0 [overflow-wrap:anywhere]">
        The last check failed, <TimeAgo value={check.finishedAt} />. {check.error}{" "}
        <span className="font-medium">{check.nextAction}</span>
      </p>
    </div>
  );
}
