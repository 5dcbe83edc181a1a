"use client";

import { RotateCcw } from "lucide-react";
import { useCan } from "@/components/data/use-actor";
import { useUrlFilters } from "@/components/data/use-url-filters";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { LiveState } from "@/components/ui/live-state";
import { PageHeader } from "@/components/ui/page-header";
import type { SourceView } from "@/lib/setup/sources/source-view";
import { NewReplay } from "./new-replay";
import { REPLAY_FILTERS } from "./reads";
import { ReplayList } from "./replay-list";
import { isUnderWay, useReplays } from "./use-replays";

/** Requesting a replay, with a preview, and the replays so far. */
export function ReplayScreen({
  customerId,
  sources,
}: {
  customerId: string;
  sources: readonly SourceView[];
}) {
  const [filters, setFilters] = useUrlFilters(REPLAY_FILTERS);
  const replays = useReplays(customerId);
  const ended = replays.data?.pages.flatMap((page) => page.items).filter((replay) => !isUnderWay(replay));
  const canReplay = useCan("csm");
  const source = sources.find(({ id }) => id === filters.sourceId) ?? sources[0];
  return (
    <>
      <PageHeader
        title="Replay events"
        description="Events are mapped as the source says now and sent to Heap again. Heap keeps the first version of what it has already, so nothing is counted twice."
        actions={
          <>
            <LiveState query={replays} />
            <ButtonLink href={`/customers/${customerId}/events`}>Back to the events</ButtonLink>
          </>
        }
      />
      {source ? (
        <>
          {canReplay && (
            <NewReplay
              key={source.id}
              customerId={customerId}
              source={source}
              sources={sources}
              filters={filters}
              onChange={setFilters}
              endedReplays={ended?.length ?? 0}
            />
          )}
          <ReplayList customerId={customerId} sources={sources} replays={replays} />
        </>
      ) : (
        <EmptyState icon={RotateCcw} title="There is nothing to replay">
          This customer has no source yet, so Braze could not post any event.
        </EmptyState>
      )}
    </>
  );
}
