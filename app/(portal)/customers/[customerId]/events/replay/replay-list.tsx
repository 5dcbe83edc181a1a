import { FailedState } from "@/components/ui/failed-state";
import { LoadMore } from "@/components/ui/load-more";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { SourceView } from "@/lib/setup/sources/source-view";
import { ReplayRow } from "./replay-row";
import type { useReplays } from "./use-replays";

/** The replays so far, newest first. */
export function ReplayList(props: {
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
