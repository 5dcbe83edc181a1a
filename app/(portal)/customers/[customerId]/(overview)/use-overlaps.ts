"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { changeApi, readApi } from "@/components/data/call-api";
import type { OverlapView } from "@/lib/insight/identity-overlaps/overlap-view";

/** It changes by the minute at most. */
const POLL_MS = 10_000;

const overlapsKey = (customerId: string) => ["customer", customerId, "identity-overlaps"] as const;

/** How many of the identities of each of a customer's sources Heap knows, as last measured. */
export function useOverlaps(customerId: string) {
  return useQuery({
    queryKey: overlapsKey(customerId),
    queryFn: ({ signal }) =>
      readApi<{ items: OverlapView[] }>(`/customers/${customerId}/identity-overlaps`, signal),
    refetchInterval: POLL_MS,
  });
}

/** Compares a source's identities now. */
export function useCompareNow(customerId: string, sourceId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      changeApi<OverlapView>("POST", `/customers/${customerId}/sources/${sourceId}/identity-overlap`),
    onSettled: () => client.invalidateQueries({ queryKey: overlapsKey(customerId) }),
  });
}
