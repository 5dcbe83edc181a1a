import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keyOf } from "@/components/data/address";
import { changeApi } from "@/components/data/call-route";
import { useIdempotencyKey } from "@/components/data/use-idempotency-key";
import { toast } from "@/components/ui/notify";
import type { ReplayFilter, ReplayPreviewInput } from "@/lib/forwarding/replays/replay-input";
import type { ReplayView } from "@/lib/forwarding/replays/replay-view";
import { replayList } from "./reads";

const BUSY_MS = 1_000;
const CALM_MS = 5_000;

export function isUnderWay({ state }: Pick<ReplayView, "state">): boolean {
  return state === "queued" || state === "running";
}

/** A customer's replays, newest first; read often while one is under way. */
export function useReplays(customerId: string) {
  return useInfiniteQuery({
    ...replayList({ customerId }).options,
    refetchInterval: ({ state }) => (state.data?.pages[0]?.items.some(isUnderWay) ? BUSY_MS : CALM_MS),
  });
}

/**
 * What a replay would do, requested again whenever the filter or the tried-out settings change, or a replay has
 * ended.
 */
export function useReplayPreview(
  customerId: string,
  sourceId: string,
  input: ReplayPreviewInput,
  endedReplays: number,
) {
  const path = "/api/v1/customers/[customerId]/sources/[sourceId]/replays/preview";
  const params = { customerId, sourceId };
  return useQuery({
    queryKey: [...keyOf(path, params), input, endedReplays],
    queryFn: () => changeApi("POST", path, { params, body: input }),
    enabled: sourceId !== "",
    placeholderData: (previous) => previous,
  });
}

/** Starts a replay. */
export function useRequestReplay(customerId: string, sourceId: string) {
  const client = useQueryClient();
  const keyFor = useIdempotencyKey();
  // The same events may be replayed again later, so each success starts a new key.
  const [round, setRound] = useState(0);
  return useMutation({
    mutationFn: (filter: ReplayFilter) =>
      changeApi("POST", "/api/v1/customers/[customerId]/sources/[sourceId]/replays", {
        params: { customerId, sourceId },
        body: filter,
        idempotencyKey: keyFor({ filter, round }),
      }),
    onSuccess: () => {
      setRound(round + 1);
      toast.success("Replay started. It continues if you leave this page.");
    },
    onSettled: () => client.invalidateQueries({ queryKey: replayList({ customerId }).options.queryKey }),
  });
}

/** Cancels a replay before its next call to Heap. */
export function useCancelReplay(customerId: string, replayId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      changeApi("POST", "/api/v1/customers/[customerId]/replays/[replayId]/cancel", {
        params: { customerId, replayId },
      }),
    onSettled: () => client.invalidateQueries({ queryKey: replayList({ customerId }).options.queryKey }),
  });
}
