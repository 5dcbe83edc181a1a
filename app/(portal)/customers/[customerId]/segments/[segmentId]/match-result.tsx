"use client";

import { useQuery } from "@tanstack/react-query";
import { identifierWords } from "@/app/(portal)/customers/[customerId]/segments/words";
import { formatNumber } from "@/components/format/format-number";
import { DateTime } from "@/components/format/time-ago";
import { FailedState } from "@/components/ui/failed-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { MatchCheckView, MatchView } from "@/lib/cohorts/match-checks/match-check-view";
import { matchAdvice, matchSentence } from "@/lib/cohorts/match-checks/match-words";
import { counted } from "@/lib/kernel/words";
import { COPIES } from "@/lib/vendors/braze/destination-kinds";
import type { DestinationKind } from "@/prisma/generated/enums";
import { matchCheckRead } from "../../reads";
import { MatchPill } from "./match-share";

/** What the latest successful check measured, what it means, and the ids Braze does not know. */
export function MatchResult(props: {
  check: MatchCheckView;
  match: MatchView;
  kind: DestinationKind;
  isOutdated: boolean;
}) {
  const { check, match, kind, isOutdated } = props;
  // It does not change any more.
  const query = useQuery(matchCheckRead({ customerId: check.customerId, matchCheckId: check.id }).options);
  const unknownIds = query.data?.unknownIds;
  return (
    <div className="grid gap-3">
      <div>
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <strong className="font-semibold tabular-nums">{matchSentence(match)}</strong>
          <MatchPill match={match} isOutdated={isOutdated} />
        </p>
        <p className="mt-0.5 text-ink-soft">{meaning(match, kind)}</p>
        <p className="mt-0.5 text-xs text-ink-soft">
          {check.trigger === "first_sync" ? "After the first sync" : `Requested by ${check.requestedBy}`},{" "}
          <DateTime value={check.finishedAt ?? check.requestedAt} />
          {check.identifierKind && (
            <>
              {" "}
              · users by{" "}
              {identifierWords({ identifierKind: check.identifierKind, aliasLabel: check.aliasLabel })}
            </>
          )}
        </p>
      </div>
      {unknownIds === undefined && query.error ? (
        <FailedState error={query.error} onRetry={() => query.refetch()} />
      ) : unknownIds === undefined ? (
        <SkeletonRows rows={2} label="Loading the unknown IDs" />
      ) : (
        <>
          <div>
            <h3 className="font-medium">What to do next</h3>
            <ul className="mt-1 list-disc space-y-1 pl-5 text-ink-soft">
              {matchAdvice(match, unknownIds, check.identifierKind, check.shared).map((words) => (
                <li key={words}>{words}</li>
              ))}
            </ul>
          </div>
          {unknownIds.length > 0 && <UnknownIds ids={unknownIds} />}
        </>
      )}
    </div>
  );
}

function meaning({ sampled, population, low, high }: MatchView, kind: DestinationKind): string {
  if (sampled >= population) return "Every ID in the segment was checked, so this is exact.";
  const from = formatNumber(Math.round(low * population));
  const to = formatNumber(Math.round(high * population));
  return `So of ${counted(population, "member")} in the segment at that time, between ${from} and ${to} can ${COPIES[kind].have} in Braze (95% confidence).`;
}

function UnknownIds({ ids }: { ids: readonly string[] }) {
  return (
    <details>
      <summary className="cursor-pointer py-0.5 font-medium">
        {ids.length === 1 ? "The ID Braze does not know" : `The ${ids.length} IDs Braze does not know`}
      </summary>
      <ul
        aria-label="IDs Braze does not know"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled list must be reachable by keyboard
        tabIndex={0}
        className="mt-2 max-h-72 overflow-y-auto rounded-md border border-line bg-raised px-3 py-2 font-mono text-xs leading-5 sm:columns-2"
      >
        {ids.map((id) => (
          <li key={id} className="whitespace-pre-wrap [overflow-wrap:anywhere]">
            {id}
          </li>
        ))}
      </ul>
    </details>
  );
}
