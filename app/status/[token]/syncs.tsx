import { formatNumber } from "@/components/format/format-number";
import { DateTime, TimeAgo } from "@/components/format/time-ago";
import { SyncStatePill } from "@/components/ui/state-pills";
import type { StatusSync } from "@/lib/insight/status/status-view";

const REASONS: Record<StatusSync["trigger"], string> = {
  delta: "Heap reported a change",
  manual: "Sync now",
  recurring: "Every 4 hours",
  resync: "Everyone sent again",
  clear: "Turned off and cleared in Braze",
};

/** The last syncs: when, why, and with what result. */
export function Syncs({ syncs }: { syncs: readonly StatusSync[] }) {
  return (
    <section aria-labelledby="syncs">
      <h2 id="syncs" className="mb-2 font-semibold">
        Sync history
      </h2>
      {syncs.length === 0 ? (
        <p className="rounded-lg border border-dashed border-line-strong px-4 py-5 text-ink-soft">
          No sync has run yet. The first one starts soon after Heap sends a segment.
        </p>
      ) : (
        <ol
          aria-label="Sync history"
          className="divide-y divide-line rounded-lg border border-line bg-surface"
        >
          {syncs.map((sync) => (
            <li
              key={sync.id}
              className="grid break-inside-avoid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4 py-2.5 md:grid-cols-[minmax(0,1fr)_16rem_11rem_6rem]"
            >
              <p className="min-w-0">
                <span className="font-medium [overflow-wrap:anywhere]">{sync.segmentName}</span>
                <span className="block text-xs text-ink-soft">{REASONS[sync.trigger]}</span>
              </p>
              <p className="col-start-1 row-start-2 text-xs tabular-nums md:col-start-auto md:row-start-auto">
                <Changes sync={sync} />
              </p>
              <p className="col-start-2 row-start-1 justify-self-end md:col-start-auto md:row-start-auto md:justify-self-start">
                <SyncStatePill state={sync.state} />
              </p>
              <p className="col-start-2 row-start-2 text-right text-xs text-ink-soft md:col-start-auto md:row-start-auto">
                <TimeAgo value={sync.at} />
              </p>
              {sync.failed && sync.failed.times > 1 && (
                <p className="col-span-2 text-xs md:col-start-3">
                  Failed {formatNumber(sync.failed.times)} times since <DateTime value={sync.failed.since} />
                </p>
              )}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Changes({ sync: { added, removed, refused, untaken } }: { sync: StatusSync }) {
  const withoutId = untaken > 0 && <span className="text-wait"> · {formatNumber(untaken)} had no ID</span>;
  if (added + removed + refused === 0) {
    return (
      <>
        <span className="text-ink-soft">Nothing sent</span>
        {withoutId}
      </>
    );
  }
  return (
    <>
      {formatNumber(added)} added · {formatNumber(removed)} removed
      {refused > 0 && <span className="text-bad"> · {formatNumber(refused)} refused</span>}
      {withoutId}
    </>
  );
}
