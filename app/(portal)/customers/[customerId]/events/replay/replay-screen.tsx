"use client";

import { RotateCcw } from "lucide-react";
import { useCan } from "@/components/data/use-actor";
import { useUrlFilters } from "@/components/data/use-url-filters";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { FailedState } from "@/components/ui/failed-state";
import { LiveState } from "@/components/ui/live-state";
import { LoadMore } from "@/components/ui/load-more";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { SourceView } from "@/lib/setup/sources/source-view";
import { NewReplay } from "./new-replay";
import { REPLAY_FILTERS } from "./reads";
import { ReplayRow } from "./replay-row";
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
        description="Sends events to Heap again, with the source’s current settings. Heap keeps the first version of an event it already has, so nothing is counted twice."
        live={<LiveState query={replays} />}
        actions={<ButtonLink href={`/customers/${customerId}/events`}>Back to events</ButtonLink>}
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
          This customer has no source yet, so there are no events.
        </EmptyState>
      )}
    </>
  );
}

/** The replays so far, newest first. */
function ReplayList(props: {
  customerId: string;
  sources: readonly SourceView[];
  replays: ReturnType<typeof useReplays>;
}) {
  const { customerId, sources, replays } = props;
  const rows = replays.data?.pages.flatMap((page) => page.items);
  return (
    <section className="mt-8" aria-labelledby="replays-so-far">
      <h2 id="replays-so-far" className="mb-3 font-semibold">
        Replays so far
      </h2>
      {rows === undefined ? (
        replays.error ? (
          <FailedState error={replays.error} onRetry={() => replays.refetch()} />
        ) : (
          <SkeletonRows rows={3} label="Loading replays" />
        )
      ) : rows.length === 0 ? (
        <p className="text-ink-soft">None yet.</p>
      ) : (
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
          {rows.map((replay) => (
            <ReplayRow
              key={replay.id}
              customerId={customerId}
              replay={replay}
              sourceName={sources.find(({ id }) => id === replay.sourceId)?.name ?? "a source"}
            />
          ))}
        </ul>
      )}
      <LoadMore query={replays} />
    </section>
  );
}
