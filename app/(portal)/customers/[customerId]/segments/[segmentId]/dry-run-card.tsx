"use client";

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import { useState } from "react";
import { keyOf } from "@/components/data/address";
import { changeApi } from "@/components/data/call-route";
import { useCan } from "@/components/data/use-actor";
import { useIdempotencyKey } from "@/components/data/use-idempotency-key";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FailedState } from "@/components/ui/failed-state";
import { LoadMore } from "@/components/ui/load-more";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { DryRunView } from "@/lib/cohorts/dry-runs/dry-run-view";
import type { ShownSegmentView } from "@/lib/cohorts/segments/segment-view";
import { latestDryRuns } from "../../reads";
import { DryRunResult } from "./dry-run-result";
import { DryRunTable } from "./dry-run-table";

/** What a sync would push now, counted without a call to Braze; and what earlier dry runs counted. */
export function DryRunCard({ segment }: { segment: ShownSegmentView }) {
  const mayChange = useCan("csm") && segment.destination.blockedBy !== "customer_archived";
  const { customerId, id: segmentId } = segment;
  const make = useMakeDryRun(customerId, segmentId);
  const query = useInfiniteQuery(latestDryRuns({ customerId }, { segmentId }).options);
  const runs = query.data?.pages.flatMap((page) => page.items);
  const [newest, ...earlier] = runs ?? [];
  return (
    <Card
      title="Dry run"
      description="Counts what a sync would send now, without calling Braze."
      actions={
        mayChange && (
          <>
            <Button
              icon={FlaskConical}
              isBusy={make.isPending && make.variables === "manual"}
              disabled={make.isPending}
              onClick={() => make.mutate("manual")}
            >
              Dry run of Sync now
            </Button>
            <Button
              tone="ghost"
              isBusy={make.isPending && make.variables === "resync"}
              disabled={make.isPending}
              onClick={() => make.mutate("resync")}
            >
              Dry run of a resync
            </Button>
          </>
        )
      }
    >
      {make.error && (
        <p role="alert" className="mb-3 text-bad">
          The dry run failed. {make.error.message}
        </p>
      )}
      {query.error && runs === undefined ? (
        <FailedState error={query.error} onRetry={() => query.refetch()} />
      ) : runs === undefined ? (
        <SkeletonRows rows={2} label="Loading dry runs" />
      ) : newest ? (
        <>
          <DryRunResult dryRun={newest} />
          {earlier.length > 0 && (
            <details className="mt-4 border-t border-line pt-3">
              <summary className="tappable cursor-pointer font-medium">Earlier dry runs</summary>
              <div className="mt-3">
                <DryRunTable dryRuns={earlier} />
                <LoadMore query={query} />
              </div>
            </details>
          )}
        </>
      ) : (
        <p className="text-ink-soft">
          No dry run of this segment yet. Run one before you set a large segment to recurring or resync it.
        </p>
      )}
    </Card>
  );
}

/** Makes a dry run. Each press makes a new one; a retry after a broken connection does not. */
function useMakeDryRun(customerId: string, segmentId: string) {
  const client = useQueryClient();
  const keyFor = useIdempotencyKey();
  const [round, setRound] = useState(0);
  return useMutation({
    mutationFn: (trigger: DryRunView["trigger"]) =>
      changeApi("POST", "/api/v1/customers/[customerId]/segments/[segmentId]/dry-runs", {
        params: { customerId, segmentId },
        body: { trigger },
        idempotencyKey: keyFor({ trigger, round }),
      }),
    onSuccess: () => setRound(round + 1),
    onSettled: () =>
      client.invalidateQueries({
        queryKey: keyOf("/api/v1/customers/[customerId]/dry-runs", { customerId }),
      }),
  });
}
