"use client";

import { formatNumber } from "@/components/format/format-number";
import { TimeAgo, TimeAhead } from "@/components/format/time-ago";
import { FailedState } from "@/components/ui/failed-state";
import { Gauge } from "@/components/ui/gauge";
import { LoadMore } from "@/components/ui/load-more";
import { SkeletonRows } from "@/components/ui/skeleton";
import { StatusPill } from "@/components/ui/status-pill";
import { counted } from "@/lib/kernel/words";
import type { ErasureView } from "@/lib/privacy/erasures/erasure-view";
import { useErasures } from "./use-erasures";

/** The erasures so far, newest first, without the identities. */
export function ErasureList({ customerId }: { customerId: string }) {
  const query = useErasures(customerId);
  const erasures = query.data?.pages.flatMap((page) => page.items);
  return (
    <section aria-labelledby="erasures-so-far">
      <h2 id="erasures-so-far" className="mb-1 font-semibold">
        Erasures so far
      </h2>
      <p className="mb-3 text-xs text-ink-soft">
        Once an erasure ends, it no longer says who it was about, and only these counts remain. The code after
        # is the same for the same ID.
      </p>
      {erasures === undefined ? (
        query.error ? (
          <FailedState error={query.error} onRetry={() => query.refetch()} />
        ) : (
          <SkeletonRows rows={2} label="Loading erasures" />
        )
      ) : erasures.length === 0 ? (
        <p className="text-ink-soft">None yet.</p>
      ) : (
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
          {erasures.map((erasure) => (
            <ErasureRow key={erasure.id} erasure={erasure} />
          ))}
        </ul>
      )}
      <LoadMore query={query} />
    </section>
  );
}

function ErasureRow({ erasure }: { erasure: ErasureView }) {
  const { phase, total, done } = erasure;
  return (
    <li className="grid gap-x-6 gap-y-2 px-4 py-3 sm:grid-cols-2 sm:items-center">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-2">
          <PhasePill erasure={erasure} />
          <span className="font-mono text-xs">{erasure.fingerprint}</span>
        </div>
        <p className="mt-0.5 text-xs text-ink-soft">
          Requested by {erasure.requestedBy}, <TimeAgo value={erasure.requestedAt} />
          {erasure.includesVariants && ", with other spellings"}
        </p>
      </div>
      <div className="min-w-0">
        <p className="tabular-nums">
          {counted(erasure.events, "event")}, {counted(erasure.pages, "segment change")},{" "}
          {counted(erasure.members, "membership")}, {counted(erasure.mentions, "mention")}
        </p>
        {phase !== "done" && phase !== "leaving" && (
          <div className="mt-1.5">
            <Gauge value={Math.min(done, total)} max={total} label="Progress of the erasure" />
          </div>
        )}
        {phase === "leaving" && (
          <p className="mt-1 text-xs text-ink-soft">
            Waiting for Braze to remove the user from {cohorts(erasure.leaving)}
            {erasure.giveUpAt && (
              <>
                ; gives up <TimeAhead value={erasure.giveUpAt} />
              </>
            )}
            .
          </p>
        )}
        {erasure.leftInBraze > 0 && (
          <p className="mt-1 text-xs text-bad">
            Braze may still have the user in {cohorts(erasure.leftInBraze)}: delete the user in Braze.
          </p>
        )}
      </div>
    </li>
  );
}

function PhasePill({ erasure: { phase, leftInBraze } }: { erasure: ErasureView }) {
  if (phase === "leaving") return <StatusPill tone="info">Waiting for Braze</StatusPill>;
  if (phase !== "done") return <StatusPill tone="info">Under way</StatusPill>;
  return (
    <StatusPill tone={leftInBraze > 0 ? "bad" : "good"}>
      {leftInBraze > 0 ? "Done, except in Braze" : "Done"}
    </StatusPill>
  );
}

function cohorts(count: number): string {
  return count === 1 ? "1 cohort or attribute" : `${formatNumber(count)} cohorts or attributes`;
}
