"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ASIDE_MS } from "@/app/(portal)/customers/[customerId]/(overview)/use-overview";
import { receivedPagesRead } from "@/app/(portal)/customers/[customerId]/reads";
import { formatNumber } from "@/components/format/format-number";
import { TimeAgo } from "@/components/format/time-ago";
import { FailedState } from "@/components/ui/failed-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import { StatusPill } from "@/components/ui/status-pill";
import type { ReceivedPageView } from "@/lib/cohorts/pages/received-page-view";

const STATES: Record<ReceivedPageView["state"], ["good" | "wait" | "bad" | "quiet", string]> = {
  applied: ["good", "Applied"],
  stale: ["quiet", "Too old"],
  ignored: ["wait", "Unknown action"],
  invalid: ["bad", "Unreadable"],
};

/** What Heap sent to a destination last, and what became of it. */
export function ReceivedPages(props: { customerId: string; destinationId: string }) {
  const pages = useQuery({ ...receivedPagesRead(props).options, refetchInterval: ASIDE_MS });
  if (pages.isPending) return <SkeletonRows rows={2} label="Loading what Heap sent" />;
  if (!pages.data) return <FailedState error={pages.error} onRetry={pages.refetch} />;

  const { items } = pages.data;
  if (items.length === 0) return <p className="text-ink-soft">Nothing received from Heap yet.</p>;
  return (
    <ul aria-label="Last requests from Heap" className="divide-y divide-line rounded-md border border-line">
      {items.map((page) => (
        <ReceivedPageRow key={page.id} customerId={props.customerId} page={page} />
      ))}
    </ul>
  );
}

function ReceivedPageRow({ customerId, page }: { customerId: string; page: ReceivedPageView }) {
  const [tone, words] = STATES[page.state];
  return (
    <li className="px-3 py-2">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StatusPill tone={tone}>{words}</StatusPill>
        <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
          {page.segmentId && page.segmentName !== null ? (
            <Link
              href={`/customers/${customerId}/segments/${page.segmentId}`}
              className="tappable inline-block hover:underline"
            >
              {page.segmentName}
            </Link>
          ) : (
            <code className="text-xs">{page.action}</code>
          )}
          {page.segmentId && <span className="text-ink-soft"> · {countsOf(page)}</span>}
        </span>
        <span className="text-xs text-ink-soft">
          <TimeAgo value={page.receivedAt} />
        </span>
      </p>
      {(page.reason || page.shapes.length > 0) && (
        <p className="mt-0.5 text-xs text-wait [overflow-wrap:anywhere]">
          {page.reason}
          {page.shapes.length > 0 && ` They look like ${page.shapes.map(({ shape }) => shape).join(", ")}.`}
        </p>
      )}
    </li>
  );
}

function countsOf({ action, adds, removes, repeated, trimmed }: ReceivedPageView): string {
  if (action === "segment.users.drain") return "emptied";
  return [
    `${formatNumber(adds)} in`,
    `${formatNumber(removes)} out`,
    ...(repeated > 0 ? [`${formatNumber(repeated)} listed twice`] : []),
    ...(trimmed > 0 ? [`${formatNumber(trimmed)} with spaces`] : []),
  ].join(", ");
}
