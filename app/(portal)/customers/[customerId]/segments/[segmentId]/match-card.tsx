"use client";

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { SearchCheck, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { BUSY_MS, IDLE_MS } from "@/app/(portal)/customers/[customerId]/segments/use-segments";
import { changeApi } from "@/components/data/call-route";
import { useCan } from "@/components/data/use-actor";
import { TimeAgo, TimeAhead } from "@/components/format/time-ago";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FailedState } from "@/components/ui/failed-state";
import { Gauge } from "@/components/ui/gauge";
import { LoadMore } from "@/components/ui/load-more";
import { toast } from "@/components/ui/notify";
import { SkeletonRows } from "@/components/ui/skeleton";
import { StatusPill } from "@/components/ui/status-pill";
import type { MatchCheckView } from "@/lib/cohorts/match-checks/match-check-view";
import { type CheckReason, suggestCheck } from "@/lib/cohorts/match-checks/match-words";
import type { ShownSegmentView } from "@/lib/cohorts/segments/segment-view";
import { DESTINATION_HOLDS } from "@/lib/kernel/holds/hold-rule";
import { matchCheckList } from "../../reads";
import { MatchResult } from "./match-result";
import { MatchTable } from "./match-table";

const REASONS: Record<NonNullable<CheckReason>, string> = {
  never_checked:
    "Never checked, so it is unknown how many of these IDs Braze knows. If too few users arrive in Braze, this tells you why.",
  identifier_changed: "The identifier or the Braze workspace has changed since the last check. Check again.",
  size_changed: "The segment has changed a lot since the last check. Check again.",
  looks_small:
    "Fewer members were sent than are in the segment, although nothing is left to sync. Check what Braze knows.",
  low: "In the last check, Braze knew few of the IDs. Check again once you have fixed the cause.",
};

/** The measured share of the segment's ids that Braze knows; or how to measure it. */
export function MatchCard({ segment }: { segment: ShownSegmentView }) {
  const { customerId, destination } = segment;
  const query = useMatchChecks(customerId, segment.id);
  const request = useRequestMatchCheck(customerId, segment.id);
  const mayChange = useCan("csm");
  const checks = query.data?.pages.flatMap((page) => page.items);
  const newest = checks?.[0];
  const measured = checks?.find((check) => check.match !== null);
  const reason = isUnderWay(newest) ? null : suggestCheck(segment);
  const isHeld = DESTINATION_HOLDS.some((hold) => hold === destination.blockedBy);
  const mayAsk = destination.hasRestApiKey && segment.wanted > 0 && !isHeld && !isUnderWay(newest);
  return (
    <Card
      title="Match check"
      description="Asks Braze about a random sample of the segment’s IDs. There is no other way to learn how many it knows."
      actions={
        mayChange &&
        destination.hasRestApiKey && (
          <Button
            icon={SearchCheck}
            tone={reason ? "primary" : "plain"}
            isBusy={request.isPending}
            disabled={!mayAsk}
            onClick={() => request.mutate()}
          >
            {measured ? "Check again" : "Run a match check"}
          </Button>
        )
      }
    >
      <div className="grid gap-4">
        {request.error && (
          <p role="alert" className="text-bad">
            {request.error.message}
          </p>
        )}
        {!destination.hasRestApiKey && <NoKey customerId={customerId} />}
        {reason && destination.hasRestApiKey && <p className="text-wait">{REASONS[reason]}</p>}
        {segment.wanted === 0 && (
          <p className="text-ink-soft">Nobody is in the segment, so there is nothing to check.</p>
        )}
        {query.error && checks === undefined ? (
          <FailedState error={query.error} onRetry={() => query.refetch()} />
        ) : checks === undefined ? (
          <SkeletonRows rows={2} label="Loading match checks" />
        ) : (
          <>
            {newest && isUnderWay(newest) && <MatchProgress check={newest} />}
            {newest?.state === "failed" && <MatchFailure check={newest} />}
            {measured?.match && (
              <MatchResult
                key={measured.id}
                check={measured}
                match={measured.match}
                kind={destination.kind}
                isOutdated={segment.lastMatch?.matchCheckId === measured.id && segment.lastMatch.isOutdated}
              />
            )}
            {checks.length > 1 && (
              <details className="border-t border-line pt-3">
                <summary className="tappable cursor-pointer font-medium">All match checks</summary>
                <div className="mt-3">
                  <MatchTable checks={checks} />
                  <LoadMore query={query} />
                </div>
              </details>
            )}
          </>
        )}
      </div>
    </Card>
  );
}

function NoKey({ customerId }: { customerId: string }) {
  return (
    <p className="rounded-md bg-raised px-3 py-2">
      This needs a REST API key of the customer’s Braze workspace. In Braze, under Settings › APIs and
      Identifiers › API Keys, create a key with only the permission{" "}
      <code className="font-mono">users.export.ids</code>, and enter it in{" "}
      <Link href={`/customers/${customerId}/setup`} className="font-medium underline">
        Setup
      </Link>
      , or let the customer enter it through a connect link. Syncs work without it.
    </p>
  );
}

/** A check under way: how far it has got, or why it waits. */
function MatchProgress({ check }: { check: MatchCheckView }) {
  const { asked, sampled, retryAt, error } = check;
  return (
    <div role="status" className="grid max-w-md gap-1.5">
      <p className="flex flex-wrap items-center gap-2">
        <StatusPill tone="info">{check.state === "queued" ? "Queued" : "Asking Braze"}</StatusPill>
        {sampled > 0 && (
          <span className="text-ink-soft tabular-nums">
            {asked} of {sampled} IDs checked
          </span>
        )}
      </p>
      {sampled > 0 && <Gauge value={asked} max={sampled} label="Progress of the match check" tone="accent" />}
      {retryAt && error && (
        <p className="text-wait [overflow-wrap:anywhere]">
          {error} Trying again <TimeAhead value={retryAt} />.
        </p>
      )}
    </div>
  );
}

/** A check that failed: why, and what to do. */
function MatchFailure({ check }: { check: MatchCheckView }) {
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

/** Whether a check waits or runs. */
function isUnderWay(check: Pick<MatchCheckView, "state"> | undefined): boolean {
  return check?.state === "queued" || check?.state === "running";
}

/** A segment's match checks; often while one is under way. */
function useMatchChecks(customerId: string, segmentId: string) {
  return useInfiniteQuery({
    ...matchCheckList({ customerId }, { segmentId }).options,
    refetchInterval: ({ state }) => (isUnderWay(state.data?.pages[0]?.items[0]) ? BUSY_MS : IDLE_MS),
  });
}

/** Requests a match check. */
function useRequestMatchCheck(customerId: string, segmentId: string) {
  const client = useQueryClient();
  const { queryKey } = matchCheckList({ customerId }, { segmentId }).options;
  return useMutation({
    mutationFn: () =>
      changeApi("POST", "/api/v1/customers/[customerId]/segments/[segmentId]/match-checks", {
        params: { customerId, segmentId },
      }),
    onSuccess: ({ joined }) => {
      if (joined) toast.message("A match check is already running.");
    },
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
}
