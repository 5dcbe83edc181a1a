"use client";

import { type InfiniteData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { readApi } from "@/components/data/call-api";
import { toQuery } from "@/components/data/use-url-filters";
import type { EventPage } from "@/lib/forwarding/events/event-view";
import type { EventDetail } from "@/lib/forwarding/events/show-event";
import type { EventSummary } from "@/lib/forwarding/events/summarize-events";
import type { EventRef } from "./event-key";
import { type EventFilters, toEventQuery } from "./filters";
import { mergeHead, newEvents } from "./merge-head";

const PAGE_SIZE = 50;
/** How often new events are asked for. */
const LIVE_MS = 3_000;
const SUMMARY_MS = 5_000;

/**
 * The list, and what came in since it was read.
 * @param isLive whether to ask for new events
 * @param isFollowing whether new events go into the list at once; else `showNew` puts them there
 */
export function useEvents(
  customerId: string,
  filters: EventFilters,
  { isLive, isFollowing }: { isLive: boolean; isFollowing: boolean },
) {
  const client = useQueryClient();
  const key = ["customer", customerId, "events", filters];
  const read = (cursor: string, signal: AbortSignal) =>
    readApi<EventPage>(
      `/customers/${customerId}/events${toQuery({ ...toEventQuery(filters, Date.now()), limit: PAGE_SIZE, cursor })}`,
      signal,
    );

  const list = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const head = useQuery({
    queryKey: [...key, "head"],
    queryFn: ({ signal }) => read("", signal),
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
    client.setQueryData<InfiniteData<EventPage, string>>(key, (old) => {
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
    /** More came than one answer holds. */
    isMore: fresh.length >= PAGE_SIZE,
    showNew,
  };
}

/** The sources, what waits in them, and the types to choose from. */
export function useEventSummary(customerId: string) {
  return useQuery({
    queryKey: ["customer", customerId, "events", "summary"],
    queryFn: ({ signal }) => readApi<EventSummary>(`/customers/${customerId}/events/summary`, signal),
    refetchInterval: SUMMARY_MS,
  });
}

/** One event; read again while it waits for its outcome. */
export function useEvent(customerId: string, { batchId, index }: EventRef) {
  return useQuery({
    queryKey: ["customer", customerId, "events", batchId, index],
    queryFn: ({ signal }) =>
      readApi<EventDetail>(`/customers/${customerId}/events/${batchId}/${index}`, signal),
    refetchInterval: (query) => (query.state.data?.outcome === "pending" ? LIVE_MS : false),
  });
}
