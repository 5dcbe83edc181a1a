import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changeApi } from "@/components/data/call-route";
import { useIdempotencyKey } from "@/components/data/use-idempotency-key";
import { erasureList } from "../../reads";

const BUSY_MS = 1_000;
const CALM_MS = 10_000;

/** A customer's erasures, newest first; read often while one is under way. */
export function useErasures(customerId: string) {
  return useInfiniteQuery({
    ...erasureList({ customerId }).options,
    refetchInterval: ({ state }) => {
      const isBusy = state.data?.pages[0]?.items.some(({ phase }) => phase !== "done");
      return isBusy ? BUSY_MS : CALM_MS;
    },
  });
}

/** Counts what an erasure would touch. The identity goes in the body, because addresses appear in logs. */
export function usePreview(customerId: string) {
  return useMutation({
    mutationFn: (identity: string) =>
      changeApi("POST", "/api/v1/customers/[customerId]/erasures/preview", {
        params: { customerId },
        body: { identity },
      }),
  });
}

/** Starts an erasure. */
export function useErase(customerId: string) {
  const client = useQueryClient();
  const keyFor = useIdempotencyKey();
  // The same user may be erased again later, so each success starts a new key.
  const [round, setRound] = useState(0);
  return useMutation({
    mutationFn: (wish: { identity: string; includesVariants: boolean; confirm: string }) =>
      changeApi("POST", "/api/v1/customers/[customerId]/erasures", {
        params: { customerId },
        body: wish,
        idempotencyKey: keyFor({ wish, round }),
      }),
    onSuccess: () => setRound(round + 1),
    onSettled: () => client.invalidateQueries({ queryKey: erasureList({ customerId }).options.queryKey }),
  });
}
