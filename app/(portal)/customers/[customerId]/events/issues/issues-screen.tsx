"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, RotateCcw } from "lucide-react";
import Link from "next/link";
import { useCan } from "@/components/data/use-actor";
import { formatNumber } from "@/components/format/format-number";
import { TimeAgo } from "@/components/format/time-ago";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { FailedState } from "@/components/ui/failed-state";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { IssueView } from "@/lib/forwarding/events/list-issues";
import { counted } from "@/lib/kernel/words";
import { issuesRead } from "../reads";
import { WeekBars } from "./week-bars";

/** How often the causes are counted again. */
const POLL_INTERVAL_MS = 30_000;

/** Quarantined events by cause: how many, since when, and one replay for each. */
export function IssuesScreen({ customerId }: { customerId: string }) {
  const query = useQuery({ ...issuesRead({ customerId }).options, refetchInterval: POLL_INTERVAL_MS });
  return (
    <>
      <PageHeader
        title="Quarantined by cause"
        description="Events that did not reach Heap, grouped by cause. Fix the cause, then replay: Heap gets each event once."
        actions={<ButtonLink href={`/customers/${customerId}/events`}>Back to events</ButtonLink>}
      />
      {query.data ? (
        <Issues customerId={customerId} {...query.data} />
      ) : query.error ? (
        <FailedState error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <SkeletonRows label="Loading the causes" />
      )}
    </>
  );
}

function Issues(props: { customerId: string; items: readonly IssueView[]; isPartial: boolean }) {
  const { customerId, items, isPartial } = props;
  if (items.length === 0) {
    return (
      <EmptyState icon={CircleCheck} title="Nothing is quarantined">
        Events that cannot be sent to Heap appear here, grouped by cause.
      </EmptyState>
    );
  }
  return (
    <>
      <ul aria-label="Causes" className="divide-y divide-line rounded-lg border border-line bg-surface px-4">
        {items.map((issue) => (
          <Issue key={issue.sourceId + issue.issue} customerId={customerId} issue={issue} />
        ))}
      </ul>
      {isPartial && (
        <p className="mt-3 text-xs text-ink-soft">
          Counted from the latest quarantined events of each source. Older ones may not be counted. A replay
          includes all events of a cause.
        </p>
      )}
    </>
  );
}

function Issue({ customerId, issue }: { customerId: string; issue: IssueView }) {
  const { because, reason, field, next, sourceId, sourceName, count, typeNames } = issue;
  const canReplay = useCan("csm");
  return (
    <li className="flex flex-wrap items-start gap-x-6 gap-y-3 py-3.5">
      <div className="min-w-0 flex-1 basis-72 [overflow-wrap:anywhere]">
        <p className="font-medium">
          <Link
            href={`/customers/${customerId}/events?outcome=quarantined&sourceId=${sourceId}&issue=${issue.issue}`}
            className="tappable inline-block hover:underline"
          >
            {because}
          </Link>
        </p>
        {reason && !because.includes(reason) && <p className="text-ink-soft">{reason}</p>}
        <p>{next}</p>
        <p className="mt-1 text-xs text-ink-soft">
          {sourceName} · {field && <code>{field}</code>}
          {field && " · "}first <TimeAgo value={issue.firstSeenAt} />, last{" "}
          <TimeAgo value={issue.lastSeenAt} />
        </p>
        {typeNames.length > 0 && <p className="text-xs text-ink-soft">For example {typeNames.join(", ")}</p>}
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <WeekBars days={issue.days} />
        <p className="min-w-16 text-right font-semibold tabular-nums" title={counted(count, "event")}>
          {formatNumber(count)}
          <span className="sr-only"> {count === 1 ? "event" : "events"}</span>
        </p>
        {canReplay && (
          <ButtonLink
            size="small"
            icon={RotateCcw}
            href={`/customers/${customerId}/events/replay?sourceId=${sourceId}&issue=${issue.issue}`}
            aria-label={`Replay: ${because}`}
          >
            Replay…
          </ButtonLink>
        )}
      </div>
    </li>
  );
}
