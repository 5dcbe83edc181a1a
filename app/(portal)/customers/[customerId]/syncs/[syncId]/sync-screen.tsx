"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { BUSY_MS, isActive } from "@/app/(portal)/customers/[customerId]/segments/use-segments";
import { CancelSync } from "@/app/(portal)/customers/[customerId]/syncs/cancel-sync";
import { refusedMembers } from "@/app/(portal)/customers/[customerId]/syncs/refused-members";
import { SyncDuration } from "@/app/(portal)/customers/[customerId]/syncs/sync-duration";
import { SyncProgress } from "@/app/(portal)/customers/[customerId]/syncs/sync-progress";
import { TRIGGERS } from "@/app/(portal)/customers/[customerId]/syncs/words";
import { useCan } from "@/components/data/use-actor";
import { formatNumber } from "@/components/format/format-number";
import { DateTime } from "@/components/format/time-ago";
import { Card } from "@/components/ui/card";
import { FailedState } from "@/components/ui/failed-state";
import { LiveState } from "@/components/ui/live-state";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { SyncStatePill } from "@/components/ui/state-pills";
import type { SyncView } from "@/lib/cohorts/syncs/sync-view";
import { syncRead } from "../../reads";
import { RefusedCount } from "../refused-count";
import { Pushes } from "./pushes";
import { SyncEnd } from "./sync-end";

/** One sync, live while it waits or runs: what it did, how it ended, and its pushes. */
export function SyncScreen({ customerId, syncId }: { customerId: string; syncId: string }) {
  const mayChange = useCan("csm");
  const query = useQuery({
    ...syncRead({ customerId, syncId }).options,
    refetchInterval: ({ state }) => (isActive(state.data ?? null) ? BUSY_MS : false),
  });
  const sync = query.data;
  if (!sync && query.error) return <FailedState error={query.error} onRetry={() => query.refetch()} />;
  if (!sync) return <SkeletonRows label="Loading the sync" />;

  return (
    <>
      <Link
        href={`/customers/${customerId}/syncs`}
        className="mb-2 inline-flex items-center gap-1 text-ink-soft hover:text-ink"
      >
        <ArrowLeft aria-hidden="true" className="size-4" /> All syncs
      </Link>
      <PageHeader
        title={`Sync of ${sync.segmentName}`}
        description={<Origin sync={sync} />}
        live={isActive(sync) && <LiveState query={query} />}
        actions={isActive(sync) && mayChange && <CancelSync sync={sync} />}
      />
      <div className="grid gap-4">
        <Card>
          <Numbers sync={sync} />
          <SyncEnd sync={sync} />
        </Card>
        <Pushes sync={sync} />
      </div>
    </>
  );
}

function Origin({ sync }: { sync: SyncView }) {
  const { label, meaning } = TRIGGERS[sync.trigger];
  return (
    <>
      <span title={meaning}>{label}</span>, requested by {sync.requestedBy},{" "}
      <DateTime value={sync.requestedAt} withSeconds /> ·{" "}
      <Link href={`/customers/${sync.customerId}/segments/${sync.segmentId}`} className="underline">
        The segment
      </Link>
    </>
  );
}

function Numbers({ sync }: { sync: SyncView }) {
  const counts = [
    { label: "Added", value: sync.added },
    { label: "Removed", value: sync.removed },
    { label: "Refused", value: sync.refused, href: refusedMembers(sync) },
    { label: "Calls to Braze", value: sync.pushes },
  ];
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-2">
        <SyncStatePill state={sync.state} />
        <span className="text-ink-soft">
          {sync.owedAtStart === null
            ? "Not started yet"
            : `${formatNumber(sync.owedAtStart)} ${sync.owedAtStart === 1 ? "member" : "members"} to sync when it started`}
          {sync.startedAt && (
            <>
              {sync.finishedAt ? ", took " : ", running for "}
              <SyncDuration startedAt={sync.startedAt} finishedAt={sync.finishedAt} />
            </>
          )}
        </span>
      </div>
      {isActive(sync) && (
        <div className="mb-4">
          <SyncProgress sync={sync} />
        </div>
      )}
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-4">
        {counts.map(({ label, value, href }) => (
          <div key={label}>
            <dt className="text-ink-soft">{label}</dt>
            <dd className="text-xl font-semibold tracking-tight tabular-nums">
              <RefusedCount count={value} href={href} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
