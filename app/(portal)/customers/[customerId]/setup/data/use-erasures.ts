import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changeApi, readApi } from "@/components/data/call-api";
import { useIdempotencyKey } from "@/components/data/use-idempotency-key";
import { toQuery } from "@/components/data/use-url-filters";
import type { Page } from "@/lib/kernel/api/keyset";
import type { ErasureView } from "@/lib/privacy/erasures/erasure-view";
import type { ErasurePreview } from "@/lib/privacy/erasures/preview-erasure";

const BUSY_MS = 1_000;
const CALM_MS = 10_000;

/** A customer's erasures, newest first; often while one is under way. */
export function useErasures(customerId: string) {
  return useInfiniteQuery({
    queryKey: ["customer", customerId, "erasures"],
    queryFn: ({ pageParam, signal }) =>
      readApi<Page<ErasureView>>(
        `/customers/${customerId}/erasures${toQuery({ cursor: pageParam })}`,
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) => {
      const isBusy = state.data?.pages[0]?.items.some(({ phase }) => phase !== "done");
      return isBusy ? BUSY_MS : CALM_MS;
    },
  });
}

/** Counts what an erasure would touch. The identity goes in the body: an address would stand in logs. */
export function usePreview(customerId: string) {
  return useMutation({
    mutationFn: (identity: string) =>
      changeApi<ErasurePreview>("POST", `/customers/${customerId}/erasures/preview`, { identity }),
  });
}

/** Starts an erasure. */
export function useErase(customerId: string) {
  const client = useQueryClient();
  const keyFor = useIdempotencyKey();
  // The same user may be erased again later: each success begins a new round.
  const [round, setRound] = useState(0);
  return useMutation({
    mutationFn: (wish: { identity: string; includesVariants: boolean; confirm: string }) =>
      changeApi<ErasureView>("POST", `/customers/${customerId}/erasures`, wish, {
        idempotencyKey: keyFor({ wish, round }),
      }),
    onSuccess: () => setRound(round + 1),
    onSettled: () => client.invalidateQueries({ queryKey: ["customer", customerId, "erasures"] }),
  });
}
