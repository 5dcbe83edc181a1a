"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ArrowLeft, FlaskConical } from "lucide-react";
import Link from "next/link";
import { DryRunTable } from "@/app/(portal)/customers/[customerId]/segments/[segmentId]/dry-run-table";
import { EmptyState } from "@/components/ui/empty-state";
import { FailedState } from "@/components/ui/failed-state";
import { LoadMore } from "@/components/ui/load-more";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { dryRunList } from "../../reads";

/** A customer's dry runs, newest first, separate from its syncs. */
export function DryRunsScreen({ customerId }: { customerId: string }) {
  const query = useInfiniteQuery(dryRunList({ customerId }).options);
  const dryRuns = query.data?.pages.flatMap((page) => page.items);
  return (
    <>
      <Link
        href={`/customers/${customerId}/syncs`}
        className="mb-2 inline-flex items-center gap-1 text-ink-soft hover:text-ink"
      >
        <ArrowLeft aria-hidden="true" className="size-4" /> All syncs
      </Link>
      <PageHeader
        title="Dry runs"
        description="What a sync would have sent at that moment. None of them called Braze."
      />
      {dryRuns === undefined ? (
        query.error ? (
          <FailedState error={query.error} onRetry={() => query.refetch()} />
        ) : (
          <SkeletonRows rows={8} label="Loading dry runs" />
        )
      ) : dryRuns.length > 0 ? (
        <>
          <DryRunTable dryRuns={dryRuns} showsSegment />
          <LoadMore query={query} />
        </>
      ) : (
        <EmptyState icon={FlaskConical} title="No dry runs yet">
          Open a segment and press Dry run to see what a sync would send.
        </EmptyState>
      )}
    </>
  );
}
