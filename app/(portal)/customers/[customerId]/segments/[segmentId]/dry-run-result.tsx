import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { waitWords } from "@/app/(portal)/customers/[customerId]/segments/wait-words";
import { formatNumber } from "@/components/format/format-number";
import { DateTime, TimeAgo } from "@/components/format/time-ago";
import { StatusPill } from "@/components/ui/status-pill";
import type { DryRunView } from "@/lib/cohorts/dry-runs/dry-run-view";
import { counted } from "@/lib/kernel/words";

/** What one dry run counted, and what would have blocked a sync. */
export function DryRunResult({ dryRun }: { dryRun: DryRunView }) {
  const { before, after, adds, removes, pushes, namesCohort } = dryRun;
  const calls = pushes + (namesCohort ? 1 : 0);
  const counts = [
    ["Sent now", before, "Accepted by Braze so far"],
    ["Would be added", adds, dryRun.trigger === "resync" ? "Everyone in the segment" : "To sync: entered"],
    [
      "Would be removed",
      removes,
      dryRun.trigger === "resync" ? "Everyone known to have left" : "To sync: left",
    ],
    ["Sent afterwards", after, "If Braze accepts everyone"],
    ["Calls to Braze", calls, callWords(dryRun)],
  ] as const;
  return (
    <div className="grid gap-4" data-testid="dry-run">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-ink-soft">
        <DryRunPill dryRun={dryRun} />
        <span>
          by {dryRun.requestedBy}, <DateTime value={dryRun.requestedAt} />
        </span>
      </p>
      {dryRun.obstacles.length > 0 && (
        <ul className="grid gap-2">
          {dryRun.obstacles.map(({ message, nextAction }) => (
            <li key={message} className="flex gap-2 rounded-md bg-wait-ground px-3 py-2 text-wait">
              <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
              <span className="min-w-0 [overflow-wrap:anywhere]">
                {message} <span className="font-medium">{nextAction}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-5">
        {counts.map(([label, value, meaning]) => (
          <div key={label}>
            <dt className="text-ink-soft">{label}</dt>
            <dd className="text-xl font-semibold tracking-tight tabular-nums">{formatNumber(value)}</dd>
            <dd className="text-xs text-ink-soft">{meaning}</dd>
          </div>
        ))}
      </dl>
      <Notes dryRun={dryRun} />
    </div>
  );
}

function callWords({ namesCohort, dataPoints }: DryRunView): string {
  if (dataPoints !== null) return "At most 75 users each";
  return namesCohort ? "One of them names the cohort" : "At most 1,000 IDs each";
}

/** Says that it was not a sync, in a style that no sync has. */
export function DryRunPill({ dryRun }: { dryRun: Pick<DryRunView, "trigger"> }) {
  return (
    <StatusPill tone="quiet">
      Dry run of {dryRun.trigger === "resync" ? "a resync" : "Sync now"}, nothing sent
    </StatusPill>
  );
}

function Notes({ dryRun }: { dryRun: DryRunView }) {
  const { adds, removes, unknown, refusedLeft, refusedRetried, unfit, oldestOwedAt, joinsSyncId } = dryRun;
  const { dataPoints, waitSeconds } = dryRun;
  return (
    <ul className="list-disc space-y-1 pl-5 text-ink-soft">
      {adds + removes === 0 && <li>Nothing to sync.</li>}
      {dataPoints !== null && dataPoints > 0 && (
        <li>
          {counted(dataPoints, "data point")}, if the contract with Braze counts them.{" "}
          {waitWords(waitSeconds)}
        </li>
      )}
      {oldestOwedAt && (
        <li>
          Heap reported the oldest change to sync <TimeAgo value={oldestOwedAt} />.
        </li>
      )}
      {unknown > 0 && dryRun.trigger === "manual" && (
        <li>
          {formatNumber(unknown)} may already be in Braze, because a call got no response or a resync was
          requested. They are sent again, which does no harm.
        </li>
      )}
      {refusedLeft > 0 && (
        <li>
          Refused earlier: {formatNumber(refusedLeft)}. Skipped until they leave and re-enter the segment, or
          until a resync.
        </li>
      )}
      {refusedRetried > 0 && (
        <li>Refused by Braze earlier; would be tried once more: {formatNumber(refusedRetried)}.</li>
      )}
      {unfit > 0 && (
        <li>
          {formatNumber(unfit)} would be refused without a call, because their ID is not an email address or
          phone number.
        </li>
      )}
      {joinsSyncId && (
        <li>
          <Link href={`/customers/${dryRun.customerId}/syncs/${joinsSyncId}`} className="underline">
            A sync was under way
          </Link>
          : anything it had not sent yet is counted here.
        </li>
      )}
    </ul>
  );
}
