import { keepPreviousData, useInfiniteQuery, useIsMutating } from "@tanstack/react-query";
import { type SEGMENT_FILTERS, segmentList } from "@/app/(portal)/customers/[customerId]/reads";
import type { SyncView } from "@/lib/cohorts/syncs/sync-view";

/** How often a list is read again: while a sync waits or runs, and otherwise. */
export const BUSY_MS = 2_000;
export const IDLE_MS = 5_000;

/** Whether a sync waits or runs. */
export function isActive(sync: Pick<SyncView, "state"> | null): boolean {
  return sync?.state === "queued" || sync?.state === "running";
}

/** The key of segment changes, so that no read overtakes them. */
export const segmentChangeKey = (customerId: string) => ["change-segment", customerId];

/** Whether a change to a segment is on its way: then nothing is read, since the answer could predate the change. */
export function useIsChanging(customerId: string): boolean {
  return useIsMutating({ mutationKey: segmentChangeKey(customerId) }) > 0;
}

/** A customer's segments as filtered, live. */
export function useSegments(customerId: string, filters: Record<(typeof SEGMENT_FILTERS)[number], string>) {
  const isChanging = useIsChanging(customerId);
  return useInfiniteQuery({
    ...segmentList({ customerId }, filters).options,
    placeholderData: keepPreviousData,
    refetchInterval: (query) => {
      if (isChanging) return false;
      const segments = query.state.data?.pages.flatMap((page) => page.items) ?? [];
      return segments.some((segment) => isActive(segment.lastSync)) ? BUSY_MS : IDLE_MS;
    },
  });
}
