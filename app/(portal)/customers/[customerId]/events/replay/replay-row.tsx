import { useCan } from "@/components/data/use-actor";
import { formatNumber } from "@/components/format/format-number";
import { TimeAgo, TimeAhead } from "@/components/format/time-ago";
import { Button } from "@/components/ui/button";
import { Gauge } from "@/components/ui/gauge";
import { StatusPill } from "@/components/ui/status-pill";
import type { ReplayView } from "@/lib/forwarding/replays/replay-view";
import { isUnderWay, useCancelReplay } from "./use-replays";

const STATES = {
  queued: ["info", "Queued"],
  running: ["info", "Running"],
  succeeded: ["good", "Done"],
  failed: ["bad", "Failed"],
  cancelled: ["quiet", "Cancelled"],
} as const;

/** One replay with its progress. */
export function ReplayRow(props: { customerId: string; replay: ReplayView; sourceName: string }) {
  const { customerId, replay, sourceName } = props;
  const cancel = useCancelReplay(customerId, replay.id);
  const canCancel = useCan("csm");
  const [tone, words] = STATES[replay.state];
  return (
    <li className="grid gap-x-6 gap-y-2 px-4 py-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] sm:items-center">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-2">
          <StatusPill tone={tone}>{words}</StatusPill>
          <span className="font-medium [overflow-wrap:anywhere]">
            {replay.event ? "One" : "All"} {replay.outcome} {replay.event ? "event" : "events"}{" "}
            {replay.issue && "with the same cause "}from “{sourceName}”
          </span>
        </div>
        <p className="mt-0.5 text-xs text-ink-soft [overflow-wrap:anywhere]">
          {[replay.typeName, replay.identity].filter(Boolean).join(", ")}
          {(replay.type || replay.identity) && ". "}
          Requested by {replay.requestedBy}, <TimeAgo value={replay.requestedAt} />
        </p>
      </div>
      <div className="min-w-0">
        <p className="mb-1 tabular-nums">
          {formatNumber(replay.done)} of {formatNumber(replay.total)}: {resultsOf(replay)}
        </p>
        <Gauge value={replay.done} max={replay.total} label="Progress of the replay" />
        {isUnderWay(replay) && replay.resumeAt && (
          <p className="mt-1 text-xs text-ink-soft">
            Waiting for Heap, resumes <TimeAhead value={replay.resumeAt} />. {replay.error}
          </p>
        )}
      </div>
      <div>
        {isUnderWay(replay) && canCancel && (
          <Button
            size="small"
            isBusy={cancel.isPending || replay.cancelRequestedAt !== null}
            onClick={() => cancel.mutate()}
          >
            Cancel
          </Button>
        )}
      </div>
    </li>
  );
}

function resultsOf({ forwarded, filtered, quarantined, unavailable }: ReplayView): string {
  const parts = [
    `${formatNumber(forwarded)} forwarded`,
    filtered > 0 && `${formatNumber(filtered)} filtered`,
    quarantined > 0 && `${formatNumber(quarantined)} still quarantined`,
    unavailable > 0 && `${formatNumber(unavailable)} no longer kept`,
  ];
  return parts.filter(Boolean).join(", ");
}
