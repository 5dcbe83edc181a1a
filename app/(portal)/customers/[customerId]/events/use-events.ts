"use client";

import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { readApi } from "@/components/data/call-route";
import type { EventRef } from "./event-key";
import { mergeHead, newEvents } from "./merge-head";
import { type EventFilters, eventList, eventRead, eventSummaryRead } from "./reads";

/** How often to ask for new events. */
export const LIVE_MS = 3_000;
const SUMMARY_MS = 5_000;

/**
 * The list, and what has arrived since it was read.
 * @param isLive whether to ask for new events
 * @param isFollowing whether new events go into the list at once; otherwise `showNew` puts them there
 */
export function useEvents(
  customerId: string,
  filters: EventFilters,
  { isLive, isFollowing }: { isLive: boolean; isFollowing: boolean },
) {
  const client = useQueryClient();
  const read = eventList({ customerId }, filters);
  const { queryKey } = read.options;

  const list = useInfiniteQuery({ ...read.options, staleTime: Number.POSITIVE_INFINITY });
  const head = useQuery({
    queryKey: [...queryKey, "head"],
    queryFn: ({ signal }) =>
      readApi("/api/v1/customers/[customerId]/events", {
        params: { customerId },
        query: read.query(),
        signal,
      }),
    enabled: isLive && list.data !== undefined,
    initialData: () => list.data?.pages[0],
    initialDataUpdatedAt: list.dataUpdatedAt,
    staleTime: LIVE_MS,
    refetchInterval: LIVE_MS,
  });

  const fresh = isLive && list.data && head.data ? newEvents(list.data.pages, head.data) : [];
  const showNew = () => {
    if (!head.data) return;
    const latest = head.data;
    client.setQueryData(queryKey, (old) => {
      if (!old) return old;
      const pages = mergeHead(old.pages, latest);
      return { pages, pageParams: old.pageParams.slice(0, pages.length) };
    });
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows each new answer, and nothing else
  useEffect(() => {
    if (isFollowing && head.dataUpdatedAt > list.dataUpdatedAt) showNew();
  }, [isFollowing, head.dataUpdatedAt]);

  return {
    list,
    /** The list, with why it is not current. */
    liveQuery: { error: list.error ?? (isLive ? head.error : null) },
    newCount: fresh.length,
    /** More arrived than one answer holds. */
    isMore: fresh.length >= eventList.limit,
    showNew,
  };
}

/** The sources, what waits in them, and the types on offer. */
export function useEventSummary(customerId: string) {
  return useQuery({
    ...eventSummaryRead({ customerId }).options,
    refetchInterval: SUMMARY_MS,
  });
}

/** One event; read again while it waits for its outcome. */
export function useEvent(customerId: string, { batchId, index }: EventRef) {
  return useQuery({
    ...eventRead({ customerId, batchId, index }).options,
    refetchInterval: (query) => (query.state.data?.outcome === "pending" ? LIVE_MS : false),
  });
}
