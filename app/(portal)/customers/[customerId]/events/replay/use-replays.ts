import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changeApi, readApi } from "@/components/data/call-api";
import { useIdempotencyKey } from "@/components/data/use-idempotency-key";
import { toQuery } from "@/components/data/use-url-filters";
import { toast } from "@/components/ui/notify";
import type { ReplayPreview } from "@/lib/forwarding/replays/preview-replay";
import type { ReplayFilter, ReplayPreviewInput } from "@/lib/forwarding/replays/replay-input";
import type { ReplayView } from "@/lib/forwarding/replays/replay-view";
import type { Page } from "@/lib/kernel/api/keyset";

const BUSY_MS = 1_000;
const CALM_MS = 5_000;

export function isUnderWay({ state }: Pick<ReplayView, "state">): boolean {
  return state === "queued" || state === "running";
}

/** A customer's replays, newest first; often while one is under way. */
export function useReplays(customerId: string) {
  return useInfiniteQuery({
    queryKey: ["customer", customerId, "replays"],
    queryFn: ({ pageParam, signal }) =>
      readApi<Page<ReplayView>>(`/customers/${customerId}/replays${toQuery({ cursor: pageParam })}`, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) => (state.data?.pages[0]?.items.some(isUnderWay) ? BUSY_MS : CALM_MS),
  });
}

/** What a replay would do, asked anew whenever the filter or the settings tried out change, or a replay has ended. */
export function useReplayPreview(
  customerId: string,
  sourceId: string,
  input: ReplayPreviewInput,
  endedReplays: number,
) {
  return useQuery({
    queryKey: ["customer", customerId, "replay-preview", sourceId, input, endedReplays],
    queryFn: () =>
      changeApi<ReplayPreview>("POST", `/customers/${customerId}/sources/${sourceId}/replays/preview`, input),
    enabled: sourceId !== "",
    placeholderData: (previous) => previous,
  });
}

/** Starts a replay. */
export function useRequestReplay(customerId: string, sourceId: string) {
  const client = useQueryClient();
  const keyFor = useIdempotencyKey();
  // The same events may be replayed again later: each success begins a new round.
  const [round, setRound] = useState(0);
  return useMutation({
    mutationFn: (filter: ReplayFilter) =>
      changeApi<ReplayView>("POST", `/customers/${customerId}/sources/${sourceId}/replays`, filter, {
        idempotencyKey: keyFor({ filter, round }),
      }),
    onSuccess: () => {
      setRound(round + 1);
      toast.success("The replay has started. It goes on if you leave this page.");
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["customer", customerId, "replays"] }),
  });
}

/** Cancels a replay before its next call to Heap. */
export function useCancelReplay(customerId: string, replayId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => changeApi("POST", `/customers/${customerId}/replays/${replayId}/cancel`),
    onSettled: () => client.invalidateQueries({ queryKey: ["customer", customerId, "replays"] }),
  });
}
